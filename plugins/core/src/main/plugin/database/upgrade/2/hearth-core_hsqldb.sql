UPDATE ofVersion SET version = 2 WHERE name = 'hearth-core';

CREATE TABLE hearth_clock (
  last_id BIGINT NOT NULL
);

INSERT INTO hearth_clock (last_id) VALUES (0);
