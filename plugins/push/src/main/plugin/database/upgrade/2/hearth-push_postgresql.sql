UPDATE ofVersion SET version = 2 WHERE name = 'hearth-push';

ALTER TABLE hearth_push DROP CONSTRAINT hearth_push_once;
ALTER TABLE hearth_push SET (fillfactor = 70);
DROP INDEX hearth_push_expiry;
CREATE INDEX hearth_push_device ON hearth_push (device_id);
