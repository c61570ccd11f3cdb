UPDATE ofVersion SET version = 3 WHERE name = 'hearth-polls';

CREATE TABLE hearth_poll_aside (
  poll_id   BIGINT        NOT NULL,
  person    VARCHAR(2047) NOT NULL,
  choices   VARCHAR(100),
  closed_at BIGINT,
  CONSTRAINT hearth_poll_aside_pk PRIMARY KEY (poll_id, person)
);

CREATE INDEX hearth_poll_aside_person ON hearth_poll_aside (person);
