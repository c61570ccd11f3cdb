UPDATE ofVersion SET version = 2 WHERE name = 'hearth-messages';

CREATE TABLE hearth_message_aside (
  message_id   BIGINT        NOT NULL,
  person       VARCHAR(2047) NOT NULL,
  edit_id      BIGINT,
  body         TEXT,
  retracted_at BIGINT,
  read_at      BIGINT,
  CONSTRAINT hearth_message_aside_pk PRIMARY KEY (message_id, person)
);

CREATE INDEX hearth_message_aside_person ON hearth_message_aside (person);
