UPDATE ofVersion SET version = 2 WHERE name = 'hearth-polls';

ALTER TABLE hearth_poll ADD COLUMN description VARCHAR(2000);
ALTER TABLE hearth_poll ADD COLUMN told_id BIGINT;

CREATE TABLE hearth_poll_echo (
  poll_id BIGINT        NOT NULL,
  told_id BIGINT        NOT NULL,
  talk    VARCHAR(32)   NOT NULL,
  author  VARCHAR(2047) NOT NULL,
  CONSTRAINT hearth_poll_echo_pk PRIMARY KEY (poll_id)
);
