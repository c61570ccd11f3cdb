INSERT INTO ofVersion (name, version) VALUES ('hearth-core', 1);

CREATE TABLE hearth_account (
  username     VARCHAR(64)  NOT NULL,
  phone_number VARCHAR(20),
  name         VARCHAR(200),
  lower_name   VARCHAR(200),
  email        VARCHAR(254),
  created_at   BIGINT       NOT NULL,
  last_used_at BIGINT       NOT NULL,
  deleted_at   BIGINT,
  CONSTRAINT hearth_account_pk PRIMARY KEY (username),
  CONSTRAINT hearth_account_phone UNIQUE (phone_number)
);

CREATE INDEX hearth_account_name ON hearth_account (lower_name);

CREATE TABLE hearth_job (
  name         VARCHAR(100) NOT NULL,
  due_at       BIGINT       NOT NULL,
  leased_until BIGINT       NOT NULL,
  CONSTRAINT hearth_job_pk PRIMARY KEY (name)
);
