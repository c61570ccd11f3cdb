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

CREATE CACHED TABLE hearth_export (
  username   VARCHAR(64) NOT NULL,
  state      VARCHAR(10) NOT NULL,
  asked_at   BIGINT      NOT NULL,
  touched_at BIGINT      NOT NULL,
  done       INTEGER     NOT NULL,
  steps      INTEGER     NOT NULL,
  media_id   VARCHAR(32),
  url        VARCHAR(2000),
  file_size  BIGINT,
  ready_at   BIGINT,
  expires_at BIGINT,
  CONSTRAINT hearth_export_pk PRIMARY KEY (username)
);

CREATE INDEX hearth_export_state ON hearth_export (state, asked_at);
CREATE INDEX hearth_export_expiry ON hearth_export (expires_at);
