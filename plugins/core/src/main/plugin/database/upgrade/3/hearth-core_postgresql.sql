UPDATE ofVersion SET version = 3 WHERE name = 'hearth-core';

CREATE TABLE hearth_departure (
  username VARCHAR(64) NOT NULL,
  due_at   BIGINT      NOT NULL,
  CONSTRAINT hearth_departure_pk PRIMARY KEY (username)
);

CREATE INDEX hearth_departure_due ON hearth_departure (due_at);

INSERT INTO hearth_departure (username, due_at)
SELECT username, deleted_at FROM hearth_account WHERE deleted_at IS NOT NULL;
