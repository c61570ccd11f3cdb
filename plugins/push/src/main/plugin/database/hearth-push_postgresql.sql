INSERT INTO ofVersion (name, version) VALUES ('hearth-push', 1);
