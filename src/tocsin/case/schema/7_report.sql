-- What was drawn up for whom; a file drawn up again has a new row (report writes).
CREATE TABLE filings (
    filing   INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    path     TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    figures  TEXT NOT NULL,                    -- JSON: each number with its query
    numbers  TEXT NOT NULL DEFAULT '[]',       -- JSON: each number printed, and its figure
    fields   TEXT NOT NULL DEFAULT '{}',       -- JSON: the form's values, to tell what changed
    made_at  TEXT NOT NULL
) STRICT;
CREATE INDEX filings_path ON filings (path, filing);
CREATE INDEX filings_sha256 ON filings (sha256);

-- What people did or decided, and on which figures, append-only: an act is withdrawn by another
-- (report writes). docs/decisions/061-acts.md.
CREATE TABLE ledger (
    act       INTEGER PRIMARY KEY,
    at        TEXT NOT NULL,                   -- when it was recorded
    kind      TEXT NOT NULL,                   -- event, met, waived, decided, approved, withdrawn
    subject   TEXT NOT NULL,                   -- event, duty, press version, act withdrawn
    moment    TEXT NOT NULL,                   -- when it happened, ISO 8601
    person    TEXT NOT NULL,                   -- who did or decided it
    reference TEXT NOT NULL,                   -- number of the receipt, of the complaint…
    reason    TEXT NOT NULL,
    figures   TEXT NOT NULL                    -- JSON: the figures it was decided on
) STRICT;
CREATE INDEX ledger_subject ON ledger (kind, subject);
CREATE TRIGGER ledger_is_kept BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_not_rewritten BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- Versions of the press sheet: what two persons approve is exactly these bytes (report writes).
CREATE TABLE press_versions (
    version  INTEGER PRIMARY KEY,
    made_at  TEXT NOT NULL,
    sha256   TEXT NOT NULL UNIQUE,             -- of the text
    text     TEXT NOT NULL,                    -- Markdown, both languages
    html     BLOB NOT NULL,
    pdf      BLOB NOT NULL,
    figures  TEXT NOT NULL
) STRICT;
CREATE TRIGGER press_versions_are_kept BEFORE DELETE ON press_versions
BEGIN SELECT RAISE(ABORT, 'press versions are append-only'); END;
CREATE TRIGGER press_versions_are_not_rewritten BEFORE UPDATE ON press_versions
BEGIN SELECT RAISE(ABORT, 'press versions are append-only'); END;

-- A demand of the thieves, encrypted to named roles: the case's key does not open it (report
-- writes). `shingles` are keyed hashes by which outputs are kept from quoting it.
CREATE TABLE demands (
    demand   INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    person   TEXT NOT NULL,
    roles    TEXT NOT NULL,                    -- JSON: role and public key (age)
    body     BLOB NOT NULL,                    -- age
    shingles BLOB NOT NULL                     -- 16 bytes each, sorted
) STRICT;
CREATE TRIGGER demands_are_kept BEFORE DELETE ON demands
BEGIN SELECT RAISE(ABORT, 'demands are append-only'); END;
CREATE TRIGGER demands_are_not_rewritten BEFORE UPDATE ON demands
BEGIN SELECT RAISE(ABORT, 'demands are append-only'); END;
