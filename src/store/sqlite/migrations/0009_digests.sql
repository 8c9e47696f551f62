-- The digest of a day of the shop: planned until its notices are written. One at most is planned; it
-- tells what happened after `since`.
CREATE TABLE digests (
    digest_id INTEGER PRIMARY KEY,
    day       TEXT    NOT NULL UNIQUE,
    since     INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    told      INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX digests_planned ON digests (told) WHERE told = 0;

-- What happened on a day is looked up by time.
CREATE INDEX events_at ON events (at);
CREATE INDEX case_entries_answered ON case_entries (at)
    WHERE what IN ('answered', 'answered, says a person');

-- A notice may be about a day as well. A check cannot be changed, so the table is made anew.
CREATE TABLE wider_notices (
    notice_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id      INTEGER REFERENCES cases,
    incident_id  INTEGER REFERENCES incidents,
    digest_id    INTEGER REFERENCES digests,
    round        INTEGER NOT NULL,
    kind         TEXT    NOT NULL,
    occurrence   INTEGER NOT NULL,
    recipient_id INTEGER NOT NULL REFERENCES recipients,
    due          INTEGER NOT NULL,
    mail_id      INTEGER REFERENCES mails,
    state        TEXT    NOT NULL DEFAULT 'waiting'
                 CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')),
    -- When it stopped waiting, and why where it was dropped.
    settled      INTEGER,
    why          TEXT,
    CHECK ((case_id IS NOT NULL) + (incident_id IS NOT NULL) + (digest_id IS NOT NULL) = 1),
    UNIQUE (case_id, round, kind, occurrence, recipient_id),
    UNIQUE (incident_id, round, kind, occurrence, recipient_id),
    UNIQUE (digest_id, round, kind, occurrence, recipient_id)
) STRICT;

INSERT INTO wider_notices
    (notice_id, case_id, incident_id, round, kind, occurrence, recipient_id, due, mail_id, state,
     settled, why)
    SELECT notice_id, case_id, incident_id, round, kind, occurrence, recipient_id, due, mail_id, state,
        settled, why
    FROM notices;

CREATE TABLE kept_stand_ins AS SELECT * FROM stand_ins;
DROP TABLE stand_ins;
DROP TABLE notices;
ALTER TABLE wider_notices RENAME TO notices;

CREATE INDEX notices_unwritten ON notices (recipient_id, due, notice_id)
    WHERE state = 'waiting' AND mail_id IS NULL;
CREATE INDEX notices_waiting ON notices (due) WHERE state = 'waiting';
CREATE INDEX notices_failed ON notices (notice_id) WHERE state = 'failed';
CREATE INDEX notices_of_mail ON notices (mail_id) WHERE mail_id IS NOT NULL;

CREATE TABLE stand_ins (
    notice_id    INTEGER NOT NULL REFERENCES notices,
    recipient_id INTEGER NOT NULL REFERENCES recipients,
    PRIMARY KEY (notice_id, recipient_id)
) STRICT, WITHOUT ROWID;
INSERT INTO stand_ins SELECT notice_id, recipient_id FROM kept_stand_ins;
DROP TABLE kept_stand_ins;
