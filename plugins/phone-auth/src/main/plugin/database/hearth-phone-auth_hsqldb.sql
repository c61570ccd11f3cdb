INSERT INTO ofVersion (name, version) VALUES ('hearth-phone-auth', 1);

CREATE TABLE hearth_verification (
  id           VARCHAR(64)  NOT NULL,
  phone_number VARCHAR(20)  NOT NULL,
  purpose      VARCHAR(20)  NOT NULL,
  username     VARCHAR(64),
  name         VARCHAR(200),
  code_hash    VARCHAR(64)  NOT NULL,
  reference    VARCHAR(64),
  created_at   BIGINT       NOT NULL,
  expires_at   BIGINT       NOT NULL,
  checks       INTEGER      NOT NULL,
  used_at      BIGINT,
  CONSTRAINT hearth_verification_pk PRIMARY KEY (id)
);

CREATE INDEX hearth_verification_phone ON hearth_verification (phone_number, created_at);

CREATE INDEX hearth_verification_expiry ON hearth_verification (expires_at);

CREATE TABLE hearth_code_number (
  phone_number VARCHAR(20) NOT NULL,
  in_a_row     INTEGER     NOT NULL,
  next_at      BIGINT      NOT NULL,
  CONSTRAINT hearth_code_number_pk PRIMARY KEY (phone_number)
);

CREATE INDEX hearth_code_number_next ON hearth_code_number (next_at);

CREATE TABLE hearth_limit (
  name    VARCHAR(40)  NOT NULL,
  subject VARCHAR(200) NOT NULL,
  since   BIGINT       NOT NULL,
  taken   INTEGER      NOT NULL,
  used    INTEGER      NOT NULL,
  CONSTRAINT hearth_limit_pk PRIMARY KEY (name, subject)
);

CREATE INDEX hearth_limit_since ON hearth_limit (name, since);

CREATE TABLE hearth_signing_key (
  kid        VARCHAR(40)   NOT NULL,
  public_key VARCHAR(1000) NOT NULL,
  sealed_key VARCHAR(2000) NOT NULL,
  created_at BIGINT        NOT NULL,
  signs_from BIGINT        NOT NULL,
  CONSTRAINT hearth_signing_key_pk PRIMARY KEY (kid)
);

CREATE TABLE hearth_session (
  id           VARCHAR(40)  NOT NULL,
  username     VARCHAR(64)  NOT NULL,
  device       VARCHAR(200) NOT NULL,
  address      VARCHAR(64)  NOT NULL,
  created_at   BIGINT       NOT NULL,
  last_used_at BIGINT       NOT NULL,
  expires_at   BIGINT       NOT NULL,
  CONSTRAINT hearth_session_pk PRIMARY KEY (id)
);

CREATE INDEX hearth_session_user ON hearth_session (username, created_at, id);

CREATE INDEX hearth_session_expiry ON hearth_session (expires_at);

CREATE TABLE hearth_refresh_token (
  hash       VARCHAR(64) NOT NULL,
  session_id VARCHAR(40) NOT NULL,
  expires_at BIGINT      NOT NULL,
  spent_at   BIGINT,
  CONSTRAINT hearth_refresh_token_pk PRIMARY KEY (hash),
  CONSTRAINT hearth_refresh_token_session FOREIGN KEY (session_id) REFERENCES hearth_session (id) ON DELETE CASCADE
);

CREATE INDEX hearth_refresh_token_session_idx ON hearth_refresh_token (session_id);

CREATE INDEX hearth_refresh_token_expiry ON hearth_refresh_token (expires_at);

CREATE TABLE hearth_discovery (
  username  VARCHAR(64) NOT NULL,
  by_search BOOLEAN     NOT NULL,
  CONSTRAINT hearth_discovery_pk PRIMARY KEY (username)
);
