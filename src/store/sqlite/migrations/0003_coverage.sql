-- What was seen of a source: a row where that changes, none while it lasts. A row holds until the next
-- one of its source; the last one until the source's last_success, so a poll that finds all as it was
-- writes nothing here.
CREATE TABLE coverage (
    source TEXT    NOT NULL REFERENCES sources,
    since  INTEGER NOT NULL,
    state  TEXT    NOT NULL CHECK (state IN ('complete', 'unproven', 'uncovered')),
    -- Why it is not complete.
    why    TEXT,
    -- Of a gap: when the list was asked for that showed it, and how often it was tried again.
    found  INTEGER,
    tries  INTEGER,
    PRIMARY KEY (source, since),
    CHECK ((state = 'complete') = (why IS NULL)),
    CHECK ((state = 'uncovered') = (found IS NOT NULL) AND (found IS NULL) = (tries IS NULL))
) STRICT, WITHOUT ROWID;
