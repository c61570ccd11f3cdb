INSERT INTO ofVersion (name, version) VALUES ('hearth-messages', 1);

CREATE TABLE hearth_message (
  id           BIGINT        NOT NULL,
  kind         SMALLINT      NOT NULL,
  hidden       SMALLINT      DEFAULT 0 NOT NULL,
  sender       VARCHAR(2047) NOT NULL,
  receiver     VARCHAR(2047) NOT NULL,
  conversation VARCHAR(2400) NOT NULL,
  origin_id    VARCHAR(255),
  stanza       TEXT NOT NULL,
  body         TEXT,
  reply_to     BIGINT,
  edited_at    BIGINT,
  retracted_at BIGINT,
  read_at      BIGINT,
  unread_by    VARCHAR(2047),
  CONSTRAINT hearth_message_pk PRIMARY KEY (id)
);

CREATE INDEX hearth_message_sender ON hearth_message (sender, id);
CREATE INDEX hearth_message_receiver ON hearth_message (receiver, id);
CREATE INDEX hearth_message_conversation ON hearth_message (conversation, id);
CREATE INDEX hearth_message_origin ON hearth_message (origin_id, conversation);
CREATE INDEX hearth_message_unread ON hearth_message (unread_by, sender, id) WHERE unread_by IS NOT NULL;

CREATE TABLE hearth_message_version (
  message_id BIGINT NOT NULL,
  version_id BIGINT NOT NULL,
  body       TEXT NOT NULL,
  CONSTRAINT hearth_message_version_pk PRIMARY KEY (message_id, version_id)
);

CREATE INDEX hearth_message_version_id ON hearth_message_version (version_id);

CREATE TABLE hearth_conversation (
  owner        VARCHAR(2047) NOT NULL,
  peer         VARCHAR(2047) NOT NULL,
  conversation VARCHAR(2400) NOT NULL,
  CONSTRAINT hearth_conversation_pk PRIMARY KEY (owner, peer)
);

CREATE TABLE hearth_conversation_setting (
  owner       VARCHAR(2047) NOT NULL,
  peer        VARCHAR(2047) NOT NULL,
  pinned      SMALLINT      NOT NULL,
  muted_until BIGINT,
  CONSTRAINT hearth_conversation_setting_pk PRIMARY KEY (owner, peer)
);

CREATE TABLE hearth_archive_preference (
  owner    VARCHAR(2047) NOT NULL,
  fallback VARCHAR(6)    NOT NULL,
  kept     TEXT NOT NULL,
  left_out TEXT NOT NULL,
  CONSTRAINT hearth_archive_preference_pk PRIMARY KEY (owner)
);

CREATE TABLE hearth_message_words (
  message_id BIGINT   NOT NULL,
  words      TSVECTOR NOT NULL,
  CONSTRAINT hearth_message_words_pk PRIMARY KEY (message_id)
);

CREATE INDEX hearth_message_words_words ON hearth_message_words USING GIN (words);

CREATE TABLE hearth_message_words_mark (
  last_id BIGINT NOT NULL
);

INSERT INTO hearth_message_words_mark (last_id) VALUES (0);
