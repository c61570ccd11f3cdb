INSERT INTO ofVersion (name, version) VALUES ('hearth-polls', 4);

CREATE TABLE hearth_poll (
  id         BIGINT        NOT NULL,
  talk       VARCHAR(32)   NOT NULL,
  place      VARCHAR(2047) NOT NULL,
  author     VARCHAR(2047),
  question   VARCHAR(1000) NOT NULL,
  description VARCHAR(2000),
  multiple   SMALLINT      NOT NULL,
  anonymous  SMALLINT      NOT NULL,
  hidden     SMALLINT      NOT NULL,
  closes_at  BIGINT,
  closed_at  BIGINT,
  due_at     BIGINT,
  told_id    BIGINT,
  changes    BIGINT        NOT NULL,
  CONSTRAINT hearth_poll_pk PRIMARY KEY (id)
);

CREATE INDEX hearth_poll_place ON hearth_poll (place, id);
CREATE INDEX hearth_poll_author ON hearth_poll (author, id);
CREATE INDEX hearth_poll_due ON hearth_poll (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE hearth_poll_option (
  poll_id BIGINT       NOT NULL,
  number  SMALLINT     NOT NULL,
  emoji   VARCHAR(64)  NOT NULL,
  text    VARCHAR(400) NOT NULL,
  votes   INTEGER,
  CONSTRAINT hearth_poll_option_pk PRIMARY KEY (poll_id, number)
);

CREATE TABLE hearth_poll_vote (
  poll_id BIGINT        NOT NULL,
  voter   VARCHAR(2047) NOT NULL,
  slot    SMALLINT      NOT NULL,
  choice  SMALLINT      NOT NULL,
  CONSTRAINT hearth_poll_vote_pk PRIMARY KEY (poll_id, voter, slot)
);

CREATE INDEX hearth_poll_vote_choice ON hearth_poll_vote (poll_id, choice);
CREATE INDEX hearth_poll_vote_voter ON hearth_poll_vote (voter, poll_id);

CREATE TABLE hearth_poll_echo (
  poll_id BIGINT        NOT NULL,
  told_id BIGINT        NOT NULL,
  talk    VARCHAR(32)   NOT NULL,
  author  VARCHAR(2047) NOT NULL,
  CONSTRAINT hearth_poll_echo_pk PRIMARY KEY (told_id)
);

CREATE TABLE hearth_poll_aside (
  poll_id   BIGINT        NOT NULL,
  person    VARCHAR(2047) NOT NULL,
  choices   VARCHAR(100),
  closed_at BIGINT,
  ballot    VARCHAR(65535),
  due_at    BIGINT,
  others    VARCHAR(1000),
  told_id   BIGINT,
  CONSTRAINT hearth_poll_aside_pk PRIMARY KEY (poll_id, person)
);

CREATE INDEX hearth_poll_aside_person ON hearth_poll_aside (person);
CREATE INDEX hearth_poll_aside_due ON hearth_poll_aside (due_at) WHERE due_at IS NOT NULL;
