-- What a source looks like while all is well, as JSON.
ALTER TABLE sources ADD COLUMN profile TEXT;

-- An incident may be any kind of trouble, several of a source at a time, and waits to be told until it
-- has lasted. Those there are could not be read and were told.
ALTER TABLE incidents RENAME COLUMN failures TO polls;
ALTER TABLE incidents ADD COLUMN kind TEXT NOT NULL DEFAULT 'unread';
ALTER TABLE incidents ADD COLUMN trouble TEXT NOT NULL DEFAULT '{}';
-- How far it reaches; one mail speaks of all troubles of a scope.
ALTER TABLE incidents ADD COLUMN scope TEXT NOT NULL DEFAULT 'page/unread/';
-- The first poll that showed it.
ALTER TABLE incidents ADD COLUMN began INTEGER NOT NULL DEFAULT 0;
-- The source as it was before, as JSON.
ALTER TABLE incidents ADD COLUMN usual TEXT NOT NULL DEFAULT '{"rows":null,"newest":null}';
-- When people were first told, and how often again.
ALTER TABLE incidents ADD COLUMN told INTEGER;
ALTER TABLE incidents ADD COLUMN occurrence INTEGER NOT NULL DEFAULT 0;
-- A person ended it by saying that all is as it should be.
ALTER TABLE incidents ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;

UPDATE incidents SET
    began = since,
    trouble = json_object('what', 'unread', 'why', CASE outcome
        WHEN 'blocked' THEN 'blocked'
        WHEN 'login' THEN 'login'
        WHEN 'disallowed' THEN 'disallowed'
        ELSE 'unrecognised' END),
    told = coalesce(
        (SELECT min(due) FROM notices WHERE notices.incident_id = incidents.incident_id), since);

ALTER TABLE incidents DROP COLUMN outcome;

CREATE UNIQUE INDEX incidents_open ON incidents (source, kind) WHERE ended IS NULL;
CREATE INDEX incidents_of_scope ON incidents (scope) WHERE ended IS NULL;
CREATE INDEX incidents_of_source ON incidents (source, ended);
