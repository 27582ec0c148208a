-- What was drawn up for whom (report writes).
CREATE TABLE filings (
    filing   INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    path     TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    figures  TEXT NOT NULL,                    -- JSON: each number with its query
    made_at  TEXT NOT NULL
) STRICT;
