-- A keyed sketch of each document's words, and who is nearly the same as an earlier one (assess
-- writes). docs/decisions/015-near-duplicates.md.
CREATE TABLE likenesses (
    document INTEGER PRIMARY KEY REFERENCES documents,
    sketch   BLOB NOT NULL
) STRICT;
CREATE TABLE near_duplicates (
    document   INTEGER PRIMARY KEY REFERENCES documents,
    near       INTEGER NOT NULL REFERENCES documents, -- the earlier one, by path
    similarity REAL NOT NULL                   -- share of three-word runs in common
) STRICT;
CREATE INDEX near_duplicates_near ON near_duplicates (near);

-- Documents with health words that were given to nobody (assess writes).
CREATE TABLE hints (
    document INTEGER PRIMARY KEY REFERENCES documents,
    score    REAL NOT NULL                     -- of the surest of these words, 0 to 1
) STRICT;

-- One row a person of those (assess writes, from unmatched).
CREATE TABLE strangers (
    stranger   INTEGER PRIMARY KEY,
    document   INTEGER NOT NULL REFERENCES documents, -- the first, by path
    name       TEXT NOT NULL,
    categories TEXT NOT NULL,
    reason     TEXT NOT NULL,
    documents  INTEGER NOT NULL,
    mark       TEXT NOT NULL DEFAULT ''        -- what people call them by, also after a new reading
) STRICT;
CREATE INDEX strangers_document ON strangers (document);
CREATE INDEX strangers_mark ON strangers (mark);
INSERT INTO meta (key, value) VALUES ('mark_salt', hex(randomblob(16)));

-- Person x category x document (assess writes).
CREATE TABLE exposures (
    person     INTEGER NOT NULL REFERENCES persons,
    category   TEXT NOT NULL,
    document   INTEGER NOT NULL REFERENCES documents,
    locator    TEXT NOT NULL,
    confidence REAL NOT NULL,
    basis      TEXT NOT NULL,
    confirmed  INTEGER NOT NULL,
    PRIMARY KEY (person, document, category)
) STRICT, WITHOUT ROWID;
CREATE INDEX exposures_document ON exposures (document);
CREATE INDEX exposures_unsure ON exposures (document) WHERE confirmed = 0;
CREATE INDEX exposures_granted ON exposures (document) WHERE basis = 'review';

-- Stays by keyed hash of their number (assess writes): whose they are where a document says so, and
-- what documents tell of a stay without saying whose it is. docs/decisions/026-own-numbers.md.
CREATE TABLE stay_owners (
    stay     BLOB NOT NULL,
    person   INTEGER NOT NULL REFERENCES persons,
    document INTEGER NOT NULL REFERENCES documents,
    PRIMARY KEY (stay, person, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX stay_owners_document ON stay_owners (document);
CREATE TABLE stay_facts (
    stay       BLOB NOT NULL,
    document   INTEGER NOT NULL REFERENCES documents,
    category   TEXT NOT NULL,
    locator    TEXT NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (stay, document, category)
) STRICT, WITHOUT ROWID;
CREATE INDEX stay_facts_document ON stay_facts (document);

-- What people decided, append-only: a decision is undone by another (assess writes).
-- docs/decisions/017-review.md. Keyed by what outlives a new reading: bytes, passages, patients.
CREATE TABLE decisions (
    decision INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    reader   TEXT NOT NULL,                    -- who decided
    second   INTEGER NOT NULL,                 -- 1: a second reader's, which changes nothing
    question TEXT NOT NULL,                    -- identifier of the question
    kind     TEXT NOT NULL,                    -- identity, fact, sample
    content  TEXT NOT NULL,                    -- SHA-256 of the document, or path: and its path
    passage  BLOB NOT NULL,                    -- mentions.value_hash, or x''
    category TEXT NOT NULL,
    offered  TEXT NOT NULL,                    -- JSON: the patient_ids to choose from
    answer   TEXT NOT NULL,                    -- JSON: those it is ('': not in the index)
    reason   TEXT NOT NULL,
    undoes   INTEGER UNIQUE REFERENCES decisions
) STRICT;
CREATE INDEX decisions_question ON decisions (question);
CREATE INDEX decisions_content ON decisions (content);
CREATE TRIGGER decisions_are_kept BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_are_not_rewritten BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;

-- What the decisions make of each exposure, drawn from them anew (assess writes).
CREATE TABLE rulings (
    person   INTEGER NOT NULL,
    document INTEGER NOT NULL,
    category TEXT NOT NULL,
    verdict  INTEGER NOT NULL,                 -- 1: it is so, 0: it is not
    decision INTEGER NOT NULL REFERENCES decisions,
    PRIMARY KEY (person, document, category)
) STRICT, WITHOUT ROWID;
CREATE INDEX rulings_document ON rulings (document);

-- Two rows of the index, or two persons outside it, that people found to be one person, append-only
-- (assess writes). docs/decisions/067-people-mended.md
CREATE TABLE merges (
    merge      INTEGER PRIMARY KEY,
    at         TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    kept       TEXT NOT NULL,                  -- patient_id under which the person is told
    other      TEXT NOT NULL,                  -- patient_id of the other row
    why        TEXT NOT NULL,
    undoes     INTEGER UNIQUE REFERENCES merges,
    outside    INTEGER NOT NULL DEFAULT 0      -- 1: both are marks of strangers
) STRICT;
CREATE TRIGGER merges_are_kept BEFORE DELETE ON merges
BEGIN SELECT RAISE(ABORT, 'merges are append-only'); END;
CREATE TRIGGER merges_are_not_rewritten BEFORE UPDATE ON merges
BEGIN SELECT RAISE(ABORT, 'merges are append-only'); END;

-- What the merges make of the index, drawn from them anew: everybody who is of a merge, also the
-- one who is kept; and what stands of them. What only the others had is added to the exposures of
-- the one who is kept, on the basis 'merged'.
CREATE TABLE merged (
    person      INTEGER PRIMARY KEY REFERENCES persons,
    into_person INTEGER NOT NULL REFERENCES persons
) STRICT;
CREATE INDEX merged_into ON merged (into_person);
CREATE TABLE together (
    person    INTEGER NOT NULL,
    document  INTEGER NOT NULL,
    category  TEXT NOT NULL,
    stands    INTEGER NOT NULL,                -- 0: it stands with the person who is kept
    confirmed INTEGER NOT NULL,
    PRIMARY KEY (person, document, category)
) STRICT, WITHOUT ROWID;
CREATE INDEX exposures_merged ON exposures (document) WHERE basis = 'merged';

-- Exposures as people left them: the refused are gone, the accepted are confirmed, those of merged
-- persons are one person's.
CREATE VIEW standing AS
SELECT person, document, category, locator, confidence, basis,
       coalesce(together.confirmed, verdict, exposures.confirmed) AS confirmed, decision
FROM exposures LEFT JOIN rulings USING (person, document, category)
LEFT JOIN together USING (person, document, category)
WHERE coalesce(stands, verdict) IS NOT 0;

-- Samples of what was set aside, drawn to measure what was missed (assess writes).
-- docs/decisions/016-recall.md.
CREATE TABLE recall_samples (
    sample     INTEGER PRIMARY KEY,
    at         TEXT NOT NULL,
    seed       TEXT NOT NULL,                  -- SHA-256 of the key that orders the units
    population TEXT NOT NULL,                  -- SHA-256 over all units, to tell a later reading
    strata     TEXT NOT NULL                   -- JSON: units and draws of each stratum
) STRICT;
CREATE TABLE recall_units (
    sample   INTEGER NOT NULL REFERENCES recall_samples,
    content  TEXT NOT NULL,
    stratum  TEXT NOT NULL,
    family   TEXT NOT NULL,                    -- folder and media type: what fails together
    PRIMARY KEY (sample, content)
) STRICT, WITHOUT ROWID;

-- Invented patients set into copies of documents, to see who is found (assess writes).
CREATE TABLE recall_decoys (
    run    INTEGER PRIMARY KEY,
    at     TEXT NOT NULL,
    seed   TEXT NOT NULL,                      -- SHA-256 of the key that draws and invents
    unfit  INTEGER NOT NULL,                   -- drawn, and could not be rewritten
    decoys TEXT NOT NULL                       -- JSON: document and what became of each; no name
) STRICT;

-- One row a person affected (assess writes, from exposures).
CREATE TABLE affected (
    person     INTEGER PRIMARY KEY REFERENCES persons,
    tier       TEXT NOT NULL,
    categories TEXT NOT NULL,
    status     TEXT NOT NULL,
    documents  INTEGER NOT NULL
) STRICT;
