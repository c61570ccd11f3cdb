UPDATE ofVersion SET version = 4 WHERE name = 'hearth-polls';

ALTER TABLE hearth_poll_aside ADD COLUMN ballot VARCHAR(65535);
ALTER TABLE hearth_poll_aside ADD COLUMN due_at BIGINT;
ALTER TABLE hearth_poll_aside ADD COLUMN others VARCHAR(1000);
ALTER TABLE hearth_poll_aside ADD COLUMN told_id BIGINT;

CREATE INDEX hearth_poll_aside_due ON hearth_poll_aside (due_at);

ALTER TABLE hearth_poll_echo DROP CONSTRAINT hearth_poll_echo_pk;
ALTER TABLE hearth_poll_echo ADD CONSTRAINT hearth_poll_echo_pk PRIMARY KEY (told_id);
