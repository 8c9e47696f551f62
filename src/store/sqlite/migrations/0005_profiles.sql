-- What a source looks like stands apart from its row: a poll writes the row twice, while a profile is
-- many times as long and seldom changes.
CREATE TABLE profiles (
    source  TEXT PRIMARY KEY REFERENCES sources,
    profile TEXT NOT NULL
) STRICT;

INSERT INTO profiles (source, profile)
    SELECT source, profile FROM sources WHERE profile IS NOT NULL;

ALTER TABLE sources DROP COLUMN profile;
