CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Every act, hash-chained, append-only.
CREATE TABLE journal (
    entry   INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    actor   TEXT NOT NULL,
    act     TEXT NOT NULL,
    detail  TEXT NOT NULL,                     -- JSON, no personal data
    hash    TEXT NOT NULL                      -- SHA-256 of the previous hash and this row
) STRICT;
CREATE TRIGGER journal_keeps_its_rows BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_keeps_its_words BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
