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
