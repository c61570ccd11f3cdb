UPDATE ofVersion SET version = 2 WHERE name = 'hearth-location';

CREATE TABLE hearth_location_aside (
  message BIGINT        NOT NULL,
  person  VARCHAR(2047) NOT NULL,
  place   VARCHAR(2000),
  CONSTRAINT hearth_location_aside_pk PRIMARY KEY (message, person)
);

CREATE INDEX hearth_location_aside_person ON hearth_location_aside (person);
