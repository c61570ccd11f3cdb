UPDATE ofVersion SET version = 3 WHERE name = 'hearth-push';

ALTER TABLE hearth_notification ADD COLUMN first_id BIGINT;
ALTER TABLE hearth_notification ADD COLUMN read_id BIGINT;
UPDATE hearth_notification SET first_id = event_id, read_id = CASE WHEN read_at IS NULL THEN NULL ELSE event_id END;
ALTER TABLE hearth_notification ALTER COLUMN first_id SET NOT NULL;
DROP INDEX hearth_notification_list;
DROP INDEX hearth_notification_slot;
DROP INDEX hearth_notification_event;
CREATE INDEX hearth_notification_list ON hearth_notification (username, read_id, id);
CREATE INDEX hearth_notification_slot ON hearth_notification (slot, read_id);
CREATE INDEX hearth_notification_first ON hearth_notification (first_id);
