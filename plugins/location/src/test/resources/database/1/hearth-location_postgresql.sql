INSERT INTO ofVersion (name, version) VALUES ('hearth-location', 1);

CREATE TABLE hearth_location (
  username   VARCHAR(64)  NOT NULL,
  place      VARCHAR(200) NOT NULL,
  grain      SMALLINT     NOT NULL,
  updated_at BIGINT       NOT NULL,
  expires_at BIGINT       NOT NULL,
  CONSTRAINT hearth_location_pk PRIMARY KEY (username)
);

CREATE INDEX hearth_location_expires ON hearth_location (expires_at);

CREATE TABLE hearth_location_share (
  username VARCHAR(64)   NOT NULL,
  audience VARCHAR(2047) NOT NULL,
  CONSTRAINT hearth_location_share_pk PRIMARY KEY (username, audience)
);

CREATE INDEX hearth_location_share_audience ON hearth_location_share (audience, username);

CREATE TABLE hearth_location_message (
  message BIGINT        NOT NULL,
  place   VARCHAR(2000) NOT NULL,
  CONSTRAINT hearth_location_message_pk PRIMARY KEY (message)
);
