-- Passages and rows that name somebody (find writes): no value, only a keyed hash.
CREATE TABLE mentions (
    mention    INTEGER PRIMARY KEY,
    document   INTEGER NOT NULL REFERENCES documents,
    locator    TEXT NOT NULL,
    kinds      TEXT NOT NULL,
    value_hash BLOB NOT NULL
) STRICT;
CREATE INDEX mentions_document ON mentions (document);
