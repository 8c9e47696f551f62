-- Who sees to the answer; nobody was chosen in rounds that opened before.
ALTER TABLE cases ADD COLUMN owner_id INTEGER REFERENCES recipients;
