INSERT INTO ofVersion (name, version) VALUES ('hearth-groups', 1);

CREATE TABLE hearth_group (
  room        VARCHAR(2047) NOT NULL,
  name        VARCHAR(200)  NOT NULL,
  description VARCHAR(2000),
  picture_url VARCHAR(2000),
  created_by  VARCHAR(2047) NOT NULL,
  created_at  BIGINT        NOT NULL,
  CONSTRAINT hearth_group_pk PRIMARY KEY (room)
);

CREATE TABLE hearth_group_member (
  room       VARCHAR(2047) NOT NULL,
  jid        VARCHAR(2047) NOT NULL,
  role       SMALLINT      NOT NULL,
  joined_id  BIGINT        NOT NULL,
  read_up_to BIGINT        NOT NULL,
  CONSTRAINT hearth_group_member_pk PRIMARY KEY (room, jid)
);

CREATE INDEX hearth_group_member_jid ON hearth_group_member (jid, joined_id, room);

CREATE TABLE hearth_group_errand (
  room       VARCHAR(2047) NOT NULL,
  jid        VARCHAR(2047) NOT NULL,
  inviter    VARCHAR(2047),
  created_at BIGINT        NOT NULL,
  CONSTRAINT hearth_group_errand_pk PRIMARY KEY (room, jid)
);

CREATE TABLE hearth_group_picture (
  room      VARCHAR(2047) NOT NULL,
  hash      VARCHAR(40)   NOT NULL,
  mime_type VARCHAR(127)  NOT NULL,
  content   LONGVARCHAR NOT NULL,
  CONSTRAINT hearth_group_picture_pk PRIMARY KEY (room)
);

CREATE INDEX hearth_group_errand_created ON hearth_group_errand (created_at);
