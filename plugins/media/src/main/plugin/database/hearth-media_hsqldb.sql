INSERT INTO ofVersion (name, version) VALUES ('hearth-media', 1);

CREATE CACHED TABLE hearth_media (
  id               VARCHAR(32)  NOT NULL,
  content_key      VARCHAR(32)  NOT NULL,
  owner            VARCHAR(64)  NOT NULL,
  name             VARCHAR(255) NOT NULL,
  mime_type        VARCHAR(127) NOT NULL,
  kind             VARCHAR(10)  NOT NULL,
  size             BIGINT       NOT NULL,
  sha256           VARCHAR(44)  NOT NULL,
  width            INTEGER,
  height           INTEGER,
  duration_ms      BIGINT,
  thumbnail_type   VARCHAR(127),
  thumbnail_size   BIGINT,
  thumbnail_width  INTEGER,
  thumbnail_height INTEGER,
  created_at       BIGINT       NOT NULL,
  expires_at       BIGINT,
  CONSTRAINT hearth_media_pk PRIMARY KEY (id),
  CONSTRAINT hearth_media_content UNIQUE (content_key)
);

CREATE INDEX hearth_media_owner_files ON hearth_media (owner, id);
CREATE INDEX hearth_media_created ON hearth_media (created_at);
CREATE INDEX hearth_media_expiry ON hearth_media (expires_at);

CREATE CACHED TABLE hearth_media_use (
  message_id BIGINT      NOT NULL,
  place      INTEGER     NOT NULL,
  media_id   VARCHAR(32) NOT NULL,
  CONSTRAINT hearth_media_use_pk PRIMARY KEY (message_id, place)
);

CREATE INDEX hearth_media_use_media ON hearth_media_use (media_id);

CREATE CACHED TABLE hearth_media_hold (
  holder   VARCHAR(2100) NOT NULL,
  media_id VARCHAR(32)   NOT NULL,
  CONSTRAINT hearth_media_hold_pk PRIMARY KEY (holder)
);

CREATE INDEX hearth_media_hold_media ON hearth_media_hold (media_id);

CREATE CACHED TABLE hearth_media_slot (
  token      VARCHAR(32)  NOT NULL,
  media_id   VARCHAR(32)  NOT NULL,
  owner      VARCHAR(64)  NOT NULL,
  name       VARCHAR(255) NOT NULL,
  mime_type  VARCHAR(127),
  size       BIGINT       NOT NULL,
  expires_at BIGINT       NOT NULL,
  CONSTRAINT hearth_media_slot_pk PRIMARY KEY (token)
);

CREATE INDEX hearth_media_slot_owner ON hearth_media_slot (owner, expires_at);
CREATE INDEX hearth_media_slot_expiry ON hearth_media_slot (expires_at);

CREATE CACHED TABLE hearth_media_owner (
  owner VARCHAR(64) NOT NULL,
  used  BIGINT      NOT NULL,
  CONSTRAINT hearth_media_owner_pk PRIMARY KEY (owner)
);
