INSERT INTO ofVersion (name, version) VALUES ('hearth-rest', 2);

CREATE TABLE hearth_idempotency (
  id           VARCHAR(43) NOT NULL,
  fingerprint  VARCHAR(43) NOT NULL,
  created_at   BIGINT      NOT NULL,
  leased_until BIGINT      NOT NULL,
  answer       TEXT,
  CONSTRAINT hearth_idempotency_pk PRIMARY KEY (id)
);

CREATE INDEX hearth_idempotency_created ON hearth_idempotency (created_at);

CREATE TABLE hearth_rest_spent (
  node     VARCHAR(36) NOT NULL,
  bucket   VARCHAR(43) NOT NULL,
  spent    BIGINT      NOT NULL,
  spent_at BIGINT      NOT NULL,
  CONSTRAINT hearth_rest_spent_pk PRIMARY KEY (node, bucket)
);

CREATE INDEX hearth_rest_spent_at ON hearth_rest_spent (spent_at);
