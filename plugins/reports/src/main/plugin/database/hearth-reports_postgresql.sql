INSERT INTO ofVersion (name, version) VALUES ('hearth-reports', 1);

CREATE TABLE hearth_report (
  id           BIGINT       NOT NULL,
  reporter     VARCHAR(64),
  kind         VARCHAR(16)  NOT NULL,
  subject      VARCHAR(512) NOT NULL,
  about_user   VARCHAR(512),
  category     VARCHAR(16)  NOT NULL,
  reason       VARCHAR(2000),
  evidence     TEXT         NOT NULL,
  open_key     VARCHAR(600),
  is_resolved  BOOLEAN      NOT NULL,
  resolved_at  BIGINT,
  resolved_by  VARCHAR(64),
  resolution   VARCHAR(2000),
  note         VARCHAR(2000),
  CONSTRAINT hearth_report_pk PRIMARY KEY (id),
  CONSTRAINT hearth_report_open UNIQUE (open_key)
);

CREATE INDEX hearth_report_reporter ON hearth_report (reporter, id);
CREATE INDEX hearth_report_about ON hearth_report (about_user, id);
CREATE INDEX hearth_report_state ON hearth_report (is_resolved, id);
CREATE INDEX hearth_report_category ON hearth_report (category, id);
CREATE INDEX hearth_report_kind ON hearth_report (kind, id);

CREATE TABLE hearth_report_count (
  reporter VARCHAR(64) NOT NULL,
  since    BIGINT      NOT NULL,
  reports  INTEGER     NOT NULL,
  CONSTRAINT hearth_report_count_pk PRIMARY KEY (reporter)
);

CREATE TABLE hearth_suspension (
  id          BIGINT      NOT NULL,
  username    VARCHAR(64) NOT NULL,
  number_hash VARCHAR(64),
  ends_at     BIGINT,
  reason      VARCHAR(2000) NOT NULL,
  created_by  VARCHAR(64) NOT NULL,
  lifted_at   BIGINT,
  lifted_by   VARCHAR(64),
  CONSTRAINT hearth_suspension_pk PRIMARY KEY (id)
);

CREATE INDEX hearth_suspension_user ON hearth_suspension (username, id);
CREATE INDEX hearth_suspension_number ON hearth_suspension (number_hash, id);

CREATE TABLE hearth_audit (
  id         BIGINT       NOT NULL,
  moderator  VARCHAR(64)  NOT NULL,
  act        VARCHAR(32)  NOT NULL,
  kind       VARCHAR(16)  NOT NULL,
  subject    VARCHAR(512) NOT NULL,
  about_user VARCHAR(512),
  note       VARCHAR(2000),
  CONSTRAINT hearth_audit_pk PRIMARY KEY (id)
);

CREATE INDEX hearth_audit_moderator ON hearth_audit (moderator, id);
CREATE INDEX hearth_audit_about ON hearth_audit (about_user, id);
