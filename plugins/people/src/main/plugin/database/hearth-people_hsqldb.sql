INSERT INTO ofVersion (name, version) VALUES ('hearth-people', 1);
