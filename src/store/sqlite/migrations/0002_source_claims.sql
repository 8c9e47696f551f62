-- Who polls a source stands in its own row, so that claiming it and ending the poll are one statement
-- each. The epoch only ever grows.
ALTER TABLE sources ADD COLUMN claim_epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN claim_holder TEXT;
ALTER TABLE sources ADD COLUMN claim_until INTEGER;

CREATE INDEX sources_claimed ON sources (claim_until) WHERE claim_until IS NOT NULL;

DELETE FROM claims WHERE item GLOB 'source/*';
