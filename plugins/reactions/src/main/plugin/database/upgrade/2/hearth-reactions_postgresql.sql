UPDATE ofVersion SET version = 2 WHERE name = 'hearth-reactions';

CREATE TABLE hearth_emoticon_owner (
  owner   VARCHAR(64) NOT NULL,
  changes BIGINT      NOT NULL,
  CONSTRAINT hearth_emoticon_owner_pk PRIMARY KEY (owner)
);
