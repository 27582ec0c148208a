-- The patient index as given (match writes).
CREATE TABLE persons (
    person           INTEGER PRIMARY KEY,      -- position in the index, from 0
    patient_id       TEXT NOT NULL UNIQUE,
    ins              TEXT NOT NULL,
    nir              TEXT NOT NULL,
    insured_nir      TEXT NOT NULL,
    birth_name       TEXT NOT NULL,
    used_name        TEXT NOT NULL,
    first_names      TEXT NOT NULL,
    sex              TEXT NOT NULL,
    birth_date       TEXT,
    birth_place_code TEXT NOT NULL,
    address          TEXT NOT NULL,
    postal_code      TEXT NOT NULL,
    city             TEXT NOT NULL,
    phone            TEXT NOT NULL,
    mobile           TEXT NOT NULL,
    email            TEXT NOT NULL,
    deceased_on      TEXT,
    guardian_name    TEXT NOT NULL,
    language         TEXT NOT NULL
) STRICT;

-- What people corrected in it, append-only: the last that was not undone holds (match writes).
-- By patient, so that it outlives another file of the index. docs/decisions/067-people-mended.md
CREATE TABLE corrections (
    correction  INTEGER PRIMARY KEY,
    at          TEXT NOT NULL,
    decided_by  TEXT NOT NULL,
    patient_id  TEXT NOT NULL,
    column_name TEXT NOT NULL,
    value       TEXT,                          -- clean, as in persons
    why         TEXT NOT NULL,
    undoes      INTEGER UNIQUE REFERENCES corrections
) STRICT;
CREATE INDEX corrections_patient ON corrections (patient_id);
CREATE TRIGGER corrections_are_kept BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;
CREATE TRIGGER corrections_are_not_rewritten BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;

-- What the index itself says where persons was corrected: files are matched with this.
CREATE TABLE corrected (
    person      INTEGER NOT NULL REFERENCES persons,
    column_name TEXT NOT NULL,
    index_value TEXT,
    PRIMARY KEY (person, column_name)
) STRICT, WITHOUT ROWID;

-- Rows of the index that were set aside.
CREATE TABLE index_issues (
    line   INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- The hospital's own list of stays, if it gave one (match writes).
CREATE TABLE stays (
    stay   TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES persons,
    PRIMARY KEY (stay, person)
) STRICT, WITHOUT ROWID;

-- Candidates of each mention (match writes).
CREATE TABLE links (
    mention     INTEGER NOT NULL REFERENCES mentions,
    person      INTEGER NOT NULL REFERENCES persons,
    probability REAL NOT NULL,
    PRIMARY KEY (mention, person)
) STRICT, WITHOUT ROWID;

-- Mentions of persons who are not in the index (match writes).
CREATE TABLE unmatched (
    document   INTEGER NOT NULL REFERENCES documents,
    name       TEXT NOT NULL,
    categories TEXT NOT NULL,
    reason     TEXT NOT NULL,                  -- not_in_index, homonyms, staff
    traits     TEXT NOT NULL DEFAULT ''        -- keyed hashes of birth dates (b…) and numbers (n…)
) STRICT;
CREATE INDEX unmatched_document ON unmatched (document);
