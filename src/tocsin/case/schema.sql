-- The seven tables and what they need. One verb writes each; see docs/architecture.md.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

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

-- Rows of the index that were set aside.
CREATE TABLE index_issues (
    line   INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

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
    done     INTEGER NOT NULL DEFAULT 0        -- 1 once its documents are stored
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

-- Passages and rows that name somebody (find writes): no value, only a keyed hash.
CREATE TABLE mentions (
    mention    INTEGER PRIMARY KEY,
    document   INTEGER NOT NULL REFERENCES documents,
    locator    TEXT NOT NULL,
    kinds      TEXT NOT NULL,
    value_hash BLOB NOT NULL
) STRICT;
CREATE INDEX mentions_document ON mentions (document);

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

-- One row a person of those (assess writes, from unmatched).
CREATE TABLE strangers (
    stranger   INTEGER PRIMARY KEY,
    document   INTEGER NOT NULL REFERENCES documents, -- the first, by path
    name       TEXT NOT NULL,
    categories TEXT NOT NULL,
    reason     TEXT NOT NULL,
    documents  INTEGER NOT NULL
) STRICT;
CREATE INDEX strangers_document ON strangers (document);

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

-- Exposures as people left them: the refused are gone, the accepted are confirmed.
CREATE VIEW standing AS
SELECT person, document, category, locator, confidence, basis,
       coalesce(verdict, confirmed) AS confirmed, decision
FROM exposures LEFT JOIN rulings USING (person, document, category)
WHERE verdict IS NOT 0;

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

-- One row a person affected (assess writes, from exposures).
CREATE TABLE affected (
    person     INTEGER PRIMARY KEY REFERENCES persons,
    tier       TEXT NOT NULL,
    categories TEXT NOT NULL,
    status     TEXT NOT NULL,
    documents  INTEGER NOT NULL
) STRICT;

-- One notice a person and channel (notify writes). A person has one reference for all of theirs.
CREATE TABLE notices (
    notice     INTEGER PRIMARY KEY,
    person     INTEGER NOT NULL REFERENCES persons,
    channel    TEXT NOT NULL,                  -- email, call, registered_letter, letter, held
    reference  TEXT NOT NULL,                  -- what the person can quote
    language   TEXT NOT NULL,
    categories TEXT NOT NULL,                  -- what it says was taken, joined by ;
    template   TEXT NOT NULL,                  -- name and hash of the template
    reason     TEXT NOT NULL,                  -- why this channel
    made_at    TEXT NOT NULL,
    UNIQUE (person, channel),
    UNIQUE (reference, channel)
) STRICT;

-- What became of each notice: its outbox row (notify writes). States: docs/decisions/010-outbox.md.
CREATE TABLE deliveries (
    notice     INTEGER PRIMARY KEY REFERENCES notices,
    state      TEXT NOT NULL,
    message_id TEXT UNIQUE,                    -- set, and durable, before the mail server has it
    recipient  TEXT NOT NULL,                  -- e-mail address, lines of the window, or telephone
    reply      TEXT NOT NULL,                  -- the server's last answer, or the file written
    attempts   INTEGER NOT NULL DEFAULT 0,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX deliveries_state ON deliveries (state, notice);

-- What was drawn up for whom (report writes).
CREATE TABLE filings (
    filing   INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    path     TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    figures  TEXT NOT NULL,                    -- JSON: each number with its query
    made_at  TEXT NOT NULL
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
