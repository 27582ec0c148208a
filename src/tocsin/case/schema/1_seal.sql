-- Files as taken (seal writes).
CREATE TABLE items (
    item     INTEGER PRIMARY KEY,
    path     TEXT NOT NULL UNIQUE,             -- relative to SOURCE, as shown to people
    raw      BLOB NOT NULL,                    -- the same, as the file system has it
    size     INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    sha256   TEXT,                             -- NULL until hashed, '' if it could not be read
    fault    TEXT NOT NULL DEFAULT '',         -- why it cannot be opened (link, vanished…)
    mode     INTEGER,                          -- kind and rights (st_mode), NULL if unknown
    uid      INTEGER,
    gid      INTEGER,
    same_as  INTEGER REFERENCES items,         -- first item with the same bytes
    done     INTEGER NOT NULL DEFAULT 0,       -- 1 once its documents are stored
    aside    INTEGER NOT NULL DEFAULT 0        -- 1: not among what `scope --only` names; not opened
) STRICT;
CREATE UNIQUE INDEX items_raw ON items (raw);
CREATE INDEX items_pending ON items (done, item);
CREATE INDEX items_sha256 ON items (sha256);

-- The custody log: what was recorded of each item, append-only (seal writes).
CREATE TABLE custody_leaves (
    leaf     INTEGER PRIMARY KEY,              -- position in the log, from 0
    item     INTEGER NOT NULL REFERENCES items,
    replaces INTEGER REFERENCES custody_leaves, -- the item's leaf before, if it changed
    body     BLOB NOT NULL                     -- canonical JSON, hashed as it stands
) STRICT;
CREATE INDEX custody_leaves_item ON custody_leaves (item, leaf);
CREATE TRIGGER custody_keeps_its_leaves BEFORE DELETE ON custody_leaves
BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;
CREATE TRIGGER custody_keeps_its_words BEFORE UPDATE ON custody_leaves
BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;

-- Signed tree heads, one each time the log grew (seal writes). docs/decisions/012-custody-log.md.
CREATE TABLE custody_heads (
    head        INTEGER PRIMARY KEY,
    size        INTEGER NOT NULL,              -- leaves under it
    timestamp   INTEGER NOT NULL,              -- milliseconds since 1970
    root        BLOB NOT NULL,
    signature   BLOB NOT NULL,                 -- Ed25519
    consistency BLOB NOT NULL                  -- proof from the head before, 32 bytes a hash
) STRICT;
CREATE TRIGGER custody_keeps_its_heads BEFORE DELETE ON custody_heads
BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;
CREATE TRIGGER custody_keeps_its_signatures BEFORE UPDATE ON custody_heads
BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;

-- Time stamps asked for and received (seal writes). docs/decisions/014-time-stamps.md.
CREATE TABLE custody_requests (
    request INTEGER PRIMARY KEY,
    head    INTEGER NOT NULL REFERENCES custody_heads,
    nonce   TEXT NOT NULL UNIQUE,              -- hexadecimal; ties a reply to its request
    body    BLOB NOT NULL                      -- TimeStampReq, as sent
) STRICT;
CREATE TABLE custody_stamps (
    request INTEGER PRIMARY KEY REFERENCES custody_requests,
    body    BLOB NOT NULL                      -- TimeStampResp, as received
) STRICT;
CREATE TRIGGER custody_keeps_its_stamps BEFORE DELETE ON custody_stamps
BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;
CREATE TRIGGER custody_keeps_its_moments BEFORE UPDATE ON custody_stamps
BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;

-- Checks of the files against the log, each with how far it came (seal writes).
CREATE TABLE seal_checks (
    "check"    INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at   TEXT,                           -- NULL: under way, or stopped
    head       INTEGER NOT NULL,               -- leaves under the head it was checked against
    bytes      INTEGER NOT NULL,               -- to hash
    bytes_done INTEGER NOT NULL DEFAULT 0,
    files      INTEGER NOT NULL DEFAULT 0      -- compared so far
) STRICT;
CREATE TABLE seal_differences (
    "check" INTEGER NOT NULL REFERENCES seal_checks,
    path    TEXT NOT NULL,
    what    TEXT NOT NULL,                     -- changed, missing, added
    PRIMARY KEY ("check", path)
) STRICT, WITHOUT ROWID;
