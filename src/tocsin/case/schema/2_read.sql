-- Readable units (read writes).
CREATE TABLE documents (
    document   INTEGER PRIMARY KEY,
    item       INTEGER NOT NULL REFERENCES items,
    path       TEXT NOT NULL UNIQUE,           -- the contract's `document`
    parent     TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    size       INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    kind       TEXT NOT NULL,
    status     TEXT NOT NULL,
    reason     TEXT NOT NULL
) STRICT;
CREATE INDEX documents_item ON documents (item);
CREATE INDEX documents_sha256 ON documents (sha256);
CREATE INDEX documents_format ON documents (media_type, status);
CREATE INDEX documents_waiting ON documents (sha256, path) WHERE reason = 'ocr pending';
