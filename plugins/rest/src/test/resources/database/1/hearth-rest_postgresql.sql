INSERT INTO ofVersion (name, version) VALUES ('hearth-rest', 1);

CREATE TABLE hearth_idempotency (
  id           VARCHAR(43) NOT NULL,
  fingerprint  VARCHAR(43) NOT NULL,
  created_at   BIGINT      NOT NULL,
  leased_until BIGINT      NOT NULL,
  answer       TEXT,
  CONSTRAINT hearth_idempotency_pk PRIMARY KEY (id)
);

CREATE INDEX hearth_idempotency_created ON hearth_idempotency (created_at);
