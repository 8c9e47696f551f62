-- A complaint may stand in several places: in which round of its case a review asked for the answer last,
-- since when its own clock runs, and whether it still waits.
ALTER TABLE case_reviews ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_reviews ADD COLUMN started INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_reviews ADD COLUMN standing TEXT NOT NULL DEFAULT 'waiting';

UPDATE case_reviews SET (round, started, standing) = (
        SELECT round, started,
            CASE state WHEN 'answered' THEN 'answered' WHEN 'withdrawn' THEN 'gone' ELSE 'waiting' END
        FROM cases WHERE cases.case_id = case_reviews.case_id)
    WHERE EXISTS (SELECT 1 FROM cases
        WHERE cases.case_id = case_reviews.case_id AND cases.review_id = case_reviews.review_id);

-- The case that it went into, where a person found that both are one.
ALTER TABLE cases ADD COLUMN into_id INTEGER REFERENCES cases;

-- Complaints that were written lately, in which the same customer's on another page is looked for.
CREATE INDEX cases_started ON cases (started);
-- A review's case is looked up through case_reviews.
DROP INDEX cases_of_review;
