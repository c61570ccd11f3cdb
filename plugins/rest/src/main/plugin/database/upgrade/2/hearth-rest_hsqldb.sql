UPDATE ofVersion SET version = 2 WHERE name = 'hearth-rest';

CREATE TABLE hearth_rest_spent (
  node     VARCHAR(36) NOT NULL,
  bucket   VARCHAR(43) NOT NULL,
  spent    BIGINT      NOT NULL,
  spent_at BIGINT      NOT NULL,
  CONSTRAINT hearth_rest_spent_pk PRIMARY KEY (node, bucket)
);

CREATE INDEX hearth_rest_spent_at ON hearth_rest_spent (spent_at);
