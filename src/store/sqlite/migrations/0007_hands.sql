-- Who was in charge of a case before its owner, what people did in the present round (as JSON), and
-- when its reply was written.
ALTER TABLE cases ADD COLUMN previous_id INTEGER REFERENCES recipients;
ALTER TABLE cases ADD COLUMN hands TEXT;
ALTER TABLE cases ADD COLUMN replied_earliest INTEGER;
ALTER TABLE cases ADD COLUMN replied_latest INTEGER;

-- Of a turn that a person took: who, what they said, to whom they gave the case, how long it lasts; of a
-- reply: how long after the complaint it was written.
ALTER TABLE case_entries ADD COLUMN by TEXT;
ALTER TABLE case_entries ADD COLUMN text TEXT;
ALTER TABLE case_entries ADD COLUMN to_id INTEGER REFERENCES recipients;
ALTER TABLE case_entries ADD COLUMN until INTEGER;
ALTER TABLE case_entries ADD COLUMN took INTEGER;

-- A reply that was reported is looked for like one that is due.
DROP INDEX cases_open;
CREATE INDEX cases_open ON cases (deadline) WHERE state IN ('open', 'overdue', 'unconfirmed');
