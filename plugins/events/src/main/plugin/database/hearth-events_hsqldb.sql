INSERT INTO ofVersion (name, version) VALUES ('hearth-events', 1);

CREATE CACHED TABLE hearth_event (
  id       BIGINT        NOT NULL,
  audience VARCHAR(2047) NOT NULL,
  type     VARCHAR(100)  NOT NULL,
  data     LONGVARCHAR NOT NULL,
  CONSTRAINT hearth_event_pk PRIMARY KEY (id, audience)
);

CREATE INDEX hearth_event_audience ON hearth_event (audience, id);
