-- Times are microseconds since 1970 in UTC. Rows are named by what they are, so that joins can be
-- read by column name alone: `reviews JOIN cases USING (review_id)`.

-- "rvwd", so that another program's database is never taken for ours.
PRAGMA application_id = 0x72767764;

CREATE TABLE sources (
    source        TEXT    PRIMARY KEY,
    configured    INTEGER NOT NULL,
    -- Never before paused_until, so this column alone says when the source is due.
    next_due      INTEGER NOT NULL,
    paused_until  INTEGER,
    baseline_done INTEGER NOT NULL DEFAULT 0,
    etag          TEXT,
    last_modified TEXT,
    failures      INTEGER NOT NULL DEFAULT 0,
    last_poll     INTEGER,
    last_success  INTEGER,
    last_outcome  TEXT,
    note          TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX sources_due ON sources (next_due) WHERE configured = 1;

CREATE TABLE rejects (
    source  TEXT    NOT NULL REFERENCES sources,
    row     INTEGER NOT NULL,
    why     TEXT    NOT NULL,
    excerpt TEXT    NOT NULL,
    PRIMARY KEY (source, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE incidents (
    incident_id  INTEGER PRIMARY KEY,
    source       TEXT    NOT NULL REFERENCES sources,
    number       INTEGER NOT NULL,
    since        INTEGER NOT NULL,
    outcome      TEXT    NOT NULL,
    note         TEXT,
    -- As of the last poll that belongs to it.
    failures     INTEGER NOT NULL,
    last_success INTEGER,
    ended        INTEGER,
    UNIQUE (source, number)
) STRICT;

CREATE TABLE reviews (
    review_id  INTEGER PRIMARY KEY,
    source     TEXT    NOT NULL REFERENCES sources,
    native     TEXT    NOT NULL,
    site_id    TEXT,
    author     TEXT,
    rating     REAL,
    rating_max REAL,
    title      TEXT,
    body       TEXT,
    posted     TEXT,
    earliest   INTEGER,
    latest     INTEGER,
    relative   INTEGER NOT NULL,
    url        TEXT,
    reply      TEXT,
    product    TEXT,
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    -- Since when it is known to be gone.
    vanished   INTEGER,
    -- The judgement; all of it or nothing.
    verdict    TEXT,
    negative   REAL,
    troll      REAL,
    causes     TEXT,
    evidence   TEXT,
    UNIQUE (source, native),
    CHECK ((rating IS NULL) = (rating_max IS NULL)),
    CHECK ((earliest IS NULL) = (latest IS NULL)),
    CHECK ((verdict IS NULL) = (negative IS NULL) AND (verdict IS NULL) = (troll IS NULL)),
    CHECK ((verdict IS NULL) = (causes IS NULL) AND (verdict IS NULL) = (evidence IS NULL))
) STRICT;

CREATE INDEX reviews_last_seen ON reviews (source, last_seen);
CREATE INDEX reviews_first_seen ON reviews (source, first_seen);
CREATE INDEX reviews_author ON reviews (source, author, product) WHERE author IS NOT NULL;

CREATE TABLE events (
    event_id  INTEGER PRIMARY KEY AUTOINCREMENT,
    review_id INTEGER NOT NULL REFERENCES reviews,
    at        INTEGER NOT NULL,
    event     TEXT    NOT NULL,
    -- Triage has dealt with it.
    done      INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX events_of_review ON events (review_id, event_id);
CREATE INDEX events_pending ON events (at, event_id, review_id) WHERE done = 0;

CREATE TABLE cases (
    case_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    review_id INTEGER NOT NULL REFERENCES reviews,
    round     INTEGER NOT NULL,
    state     TEXT    NOT NULL,
    started   INTEGER NOT NULL,
    deadline  INTEGER NOT NULL,
    opened    INTEGER NOT NULL,
    closed    INTEGER,
    next_step TEXT,
    next_at   INTEGER,
    -- Grows with every change, so that a step decided on an older state is noticed.
    version   INTEGER NOT NULL DEFAULT 0,
    CHECK ((next_step IS NULL) = (next_at IS NULL))
) STRICT;

CREATE INDEX cases_due ON cases (next_at, case_id) WHERE next_at IS NOT NULL;
CREATE INDEX cases_of_review ON cases (review_id);
CREATE INDEX cases_open ON cases (deadline) WHERE state IN ('open', 'overdue');

-- Every review that ever asked for the answer of a case.
CREATE TABLE case_reviews (
    review_id INTEGER PRIMARY KEY REFERENCES reviews,
    case_id   INTEGER NOT NULL REFERENCES cases
) STRICT;

CREATE INDEX case_reviews_of_case ON case_reviews (case_id);

CREATE TABLE case_entries (
    entry_id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id  INTEGER NOT NULL REFERENCES cases,
    at       INTEGER NOT NULL,
    round    INTEGER NOT NULL,
    what     TEXT    NOT NULL
) STRICT;

CREATE INDEX case_entries_of_case ON case_entries (case_id, entry_id);

-- Addresses stand here alone: everything else, claims and errors too, names them by number.
CREATE TABLE recipients (
    recipient_id INTEGER PRIMARY KEY,
    address      TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE mails (
    mail_id      INTEGER PRIMARY KEY AUTOINCREMENT,
    recipient_id INTEGER NOT NULL REFERENCES recipients,
    message_id   TEXT    NOT NULL UNIQUE,
    subject      TEXT    NOT NULL,
    bytes        BLOB    NOT NULL,
    -- When the first of its notices became due, or when it is tried again after its text was
    -- refused: the order among the recipient's mails.
    due          INTEGER NOT NULL,
    frozen       INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    state        TEXT    NOT NULL DEFAULT 'waiting'
                 CHECK (state IN ('waiting', 'sent', 'failed', 'dropped'))
) STRICT;

CREATE INDEX mails_waiting ON mails (recipient_id, due, mail_id) WHERE state = 'waiting';

CREATE TABLE notices (
    notice_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id      INTEGER REFERENCES cases,
    incident_id  INTEGER REFERENCES incidents,
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
    CHECK ((case_id IS NULL) <> (incident_id IS NULL)),
    UNIQUE (case_id, round, kind, occurrence, recipient_id),
    UNIQUE (incident_id, round, kind, occurrence, recipient_id)
) STRICT;

CREATE INDEX notices_unwritten ON notices (recipient_id, due, notice_id)
    WHERE state = 'waiting' AND mail_id IS NULL;
CREATE INDEX notices_waiting ON notices (due) WHERE state = 'waiting';
CREATE INDEX notices_failed ON notices (notice_id) WHERE state = 'failed';
CREATE INDEX notices_of_mail ON notices (mail_id) WHERE mail_id IS NOT NULL;

-- A notice's recipient stands in for one who could not be reached.
CREATE TABLE stand_ins (
    notice_id    INTEGER NOT NULL REFERENCES notices,
    recipient_id INTEGER NOT NULL REFERENCES recipients,
    PRIMARY KEY (notice_id, recipient_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
    attempt_id INTEGER PRIMARY KEY AUTOINCREMENT,
    mail_id    INTEGER NOT NULL REFERENCES mails,
    at         INTEGER NOT NULL,
    fate       TEXT    NOT NULL,
    answer     TEXT    NOT NULL
) STRICT;

CREATE INDEX attempts_of_mail ON attempts (mail_id, attempt_id);

-- Mail that has to wait: all of it (recipient 0) or one recipient's.
CREATE TABLE holds (
    recipient_id INTEGER PRIMARY KEY,
    until        INTEGER NOT NULL,
    since        INTEGER NOT NULL,
    attempts     INTEGER NOT NULL
) STRICT;

-- Who works on what. The epoch is never used twice, so a claim that was taken over and ended is
-- still told from its successor.
CREATE TABLE claims (
    epoch  INTEGER PRIMARY KEY AUTOINCREMENT,
    item   TEXT    NOT NULL UNIQUE,
    holder TEXT    NOT NULL,
    until  INTEGER NOT NULL,
    -- The last event that a review was claimed with.
    mark   INTEGER
) STRICT;

-- The cases a claim's holder was shown, as they were then.
CREATE TABLE claimed_cases (
    epoch   INTEGER NOT NULL REFERENCES claims ON DELETE CASCADE,
    case_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (epoch, case_id)
) STRICT, WITHOUT ROWID;
