INSERT INTO ofVersion (name, version) VALUES ('hearth-events', 1);

CREATE CACHED TABLE hearth_event (
  id       BIGINT        NOT NULL,
  audience VARCHAR(2047) NOT NULL,
  type     VARCHAR(100)  NOT NULL,
  data     LONGVARCHAR NOT NULL,
  CONSTRAINT hearth_event_pk PRIMARY KEY (id, audience)
);

CREATE INDEX hearth_event_audience ON hearth_event (audience, id);

CREATE TABLE hearth_event_node (
  node    VARCHAR(36) NOT NULL,
  seen_at BIGINT      NOT NULL,
  CONSTRAINT hearth_event_node_pk PRIMARY KEY (node)
);

CREATE TABLE hearth_event_reader (
  username VARCHAR(64) NOT NULL,
  node     VARCHAR(36) NOT NULL,
  CONSTRAINT hearth_event_reader_pk PRIMARY KEY (username, node)
);

CREATE INDEX hearth_event_reader_node ON hearth_event_reader (node);
