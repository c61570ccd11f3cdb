INSERT INTO ofVersion (name, version) VALUES ('hearth-people', 1);

CREATE TABLE hearth_user_settings (
  username        VARCHAR(64)  NOT NULL,
  theme           VARCHAR(10)  NOT NULL,
  language_tag    VARCHAR(35),
  silent          VARCHAR(400) NOT NULL,
  show_text       BOOLEAN      NOT NULL,
  last_seen       VARCHAR(10)  NOT NULL,
  profile_picture VARCHAR(10)  NOT NULL,
  find_by_phone   VARCHAR(10)  NOT NULL,
  location        VARCHAR(10)  NOT NULL,
  CONSTRAINT hearth_user_settings_pk PRIMARY KEY (username)
);

CREATE TABLE hearth_friendship (
  owner      VARCHAR(64)   NOT NULL,
  peer       VARCHAR(1023) NOT NULL,
  id         VARCHAR(36)   NOT NULL,
  status     SMALLINT      NOT NULL,
  created_at BIGINT        NOT NULL,
  CONSTRAINT hearth_friendship_pk PRIMARY KEY (owner, peer),
  CONSTRAINT hearth_friendship_id UNIQUE (owner, id)
);

CREATE INDEX hearth_friendship_created ON hearth_friendship (owner, created_at, id);

CREATE INDEX hearth_friendship_peer ON hearth_friendship (peer);

CREATE TABLE hearth_friend_refusal (
  asked         VARCHAR(64)   NOT NULL,
  asker         VARCHAR(1023) NOT NULL,
  refused_until BIGINT        NOT NULL,
  CONSTRAINT hearth_friend_refusal_pk PRIMARY KEY (asked, asker)
);

CREATE INDEX hearth_friend_refusal_asker ON hearth_friend_refusal (asker);

CREATE INDEX hearth_friend_refusal_until ON hearth_friend_refusal (refused_until);

CREATE TABLE hearth_block (
  owner      VARCHAR(64)   NOT NULL,
  blocked    VARCHAR(1023) NOT NULL,
  id         VARCHAR(36)   NOT NULL,
  created_at BIGINT        NOT NULL,
  CONSTRAINT hearth_block_pk PRIMARY KEY (owner, blocked),
  CONSTRAINT hearth_block_id UNIQUE (owner, id)
);

CREATE INDEX hearth_block_created ON hearth_block (owner, created_at, id);

CREATE INDEX hearth_block_blocked ON hearth_block (blocked);

CREATE TABLE hearth_tag (
  owner      VARCHAR(64)   NOT NULL,
  person     VARCHAR(1023) NOT NULL,
  tag        VARCHAR(200)  NOT NULL,
  id         VARCHAR(36)   NOT NULL,
  created_at BIGINT        NOT NULL,
  CONSTRAINT hearth_tag_pk PRIMARY KEY (owner, person, tag),
  CONSTRAINT hearth_tag_id UNIQUE (owner, id)
);

CREATE INDEX hearth_tag_created ON hearth_tag (owner, created_at, id);

CREATE INDEX hearth_tag_text ON hearth_tag (owner, tag);

CREATE INDEX hearth_tag_person ON hearth_tag (person);

CREATE TABLE hearth_people_count (
  username   VARCHAR(64) NOT NULL,
  what       VARCHAR(30) NOT NULL,
  counted_on BIGINT      NOT NULL,
  used       INTEGER     NOT NULL,
  CONSTRAINT hearth_people_count_pk PRIMARY KEY (username, what)
);
