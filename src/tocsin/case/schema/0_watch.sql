-- Log files as given (watch writes). docs/decisions/070-logs-in.md.
CREATE TABLE log_files (
    log       INTEGER PRIMARY KEY,
    path      TEXT NOT NULL UNIQUE,            -- relative to LOGS, !/ before a member
    sha256    TEXT NOT NULL,
    size      INTEGER NOT NULL,
    reader    TEXT NOT NULL,                   -- '' if no reader knows it
    state     TEXT NOT NULL,                   -- waiting, read, partial, unreadable, duplicate, unknown
    reason    TEXT NOT NULL DEFAULT '',
    zone      TEXT NOT NULL DEFAULT '',        -- of times without one
    events    INTEGER NOT NULL DEFAULT 0,
    unparsed  INTEGER NOT NULL DEFAULT 0,
    recovered INTEGER NOT NULL DEFAULT 0,      -- deleted records, among the events
    untimed   INTEGER NOT NULL DEFAULT 0,
    merged    INTEGER NOT NULL DEFAULT 0,      -- events that another sensor tells as well
    first_at  INTEGER,                         -- microseconds since 1970, UTC
    last_at   INTEGER
) STRICT;
CREATE TABLE log_unparsed (
    log     INTEGER NOT NULL REFERENCES log_files,
    reason  TEXT NOT NULL,
    records INTEGER NOT NULL,
    first   INTEGER NOT NULL,                  -- offset of the first of them
    PRIMARY KEY (log, reason)
) STRICT, WITHOUT ROWID;

-- Where the events stand: sealed Parquet files in DIR/events. docs/decisions/071-events.md.
CREATE TABLE event_batches (
    batch    TEXT PRIMARY KEY,
    log      INTEGER NOT NULL REFERENCES log_files,
    events   INTEGER NOT NULL,
    first_at INTEGER,
    last_at  INTEGER
) STRICT;

-- How far a sensor's clock is ahead of the reference (watch writes).
CREATE TABLE clock_skews (
    dataset   TEXT PRIMARY KEY,
    reference TEXT NOT NULL,
    seconds   REAL NOT NULL,
    pairs     INTEGER NOT NULL                 -- connections that both saw
) STRICT;

-- Acts that a rule, a trace or a count marks (watch writes): one row a mark, actor and hour.
CREATE TABLE acts (
    act         INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,                 -- rule, trace, flow, reading
    mark        TEXT NOT NULL,                 -- identifier of the rule or trace
    title       TEXT NOT NULL,                 -- of a rule; ours are known by their mark
    weight      REAL NOT NULL,                 -- how much it tells of an attack, 0 to 1
    tags        TEXT NOT NULL,                 -- attack.t1048 …
    account     TEXT NOT NULL,
    host        TEXT NOT NULL,
    source      TEXT NOT NULL,                 -- address
    destination TEXT NOT NULL,                 -- address or name
    detail      TEXT NOT NULL,
    times       INTEGER NOT NULL,
    bytes       INTEGER NOT NULL DEFAULT 0,
    first_at    INTEGER NOT NULL,
    last_at     INTEGER NOT NULL,
    log         INTEGER,                       -- evidence of the first
    record      INTEGER,                       -- its offset
    hostile     INTEGER NOT NULL DEFAULT 0     -- 1: of the intruder's doing
) STRICT;
CREATE INDEX acts_time ON acts (first_at);

-- Who acted for the intruder: accounts, addresses, hosts, destinations (watch writes).
CREATE TABLE intruder (
    kind     TEXT NOT NULL,                    -- account, address, tunnel, host, destination
    name     TEXT NOT NULL,
    score    REAL NOT NULL,
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    reason   TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT;

-- Begin and end of the intrusion (watch writes).
CREATE TABLE bounds (
    bound      TEXT PRIMARY KEY,               -- first, last
    at         INTEGER NOT NULL,
    confidence REAL NOT NULL,
    mark       TEXT NOT NULL,
    log        INTEGER,
    record     INTEGER,
    movers     TEXT NOT NULL                   -- JSON: [French, English] of what would move it
) STRICT;

-- Files and records read or copied (watch writes).
CREATE TABLE taken (
    document  TEXT PRIMARY KEY,                -- path below the share; a folder ends in /
    certainty TEXT NOT NULL,                   -- certain, likely, cannot_be_excluded
    basis     TEXT NOT NULL,
    at        INTEGER NOT NULL,
    times     INTEGER NOT NULL,
    sha256    TEXT NOT NULL,                   -- evidence: of the log
    record    INTEGER NOT NULL                 -- its offset
) STRICT;
CREATE TABLE taken_patients (
    patient   TEXT PRIMARY KEY,                -- as the log writes the number
    certainty TEXT NOT NULL,
    at        INTEGER NOT NULL,
    times     INTEGER NOT NULL,
    sha256    TEXT NOT NULL,
    record    INTEGER NOT NULL
) STRICT;

-- Events by hour, for the chart (watch writes).
CREATE TABLE event_hours (
    hour      INTEGER PRIMARY KEY,             -- its begin, seconds since 1970
    events    INTEGER NOT NULL,
    reads     INTEGER NOT NULL,
    hostile   INTEGER NOT NULL,                -- reads by the intruder
    bytes_out INTEGER NOT NULL,                -- to addresses outside
    stolen    INTEGER NOT NULL                 -- of these, to where the intruder sent data
) STRICT;

-- Rules that could not be asked, and why (watch writes).
CREATE TABLE rules_left_out (
    name   TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- Measures that people carried out, and took back (watch contain writes). Nothing is rewritten.
-- docs/decisions/079-continuity.md.
CREATE TABLE containment (
    entry       INTEGER PRIMARY KEY,
    recorded_at TEXT NOT NULL,                 -- ISO 8601, UTC
    at          TEXT NOT NULL,                 -- when it was done or undone
    who         TEXT NOT NULL,
    act         TEXT NOT NULL CHECK (act IN ('done', 'undone')),
    kind        TEXT NOT NULL,                 -- isolate_host, disable_account …
    name        TEXT NOT NULL,                 -- of what; '' for the internet
    effect      TEXT NOT NULL DEFAULT ''       -- what was seen of it
) STRICT;
CREATE TRIGGER containment_is_kept BEFORE DELETE ON containment
BEGIN SELECT RAISE(ABORT, 'measures are kept'); END;
CREATE TRIGGER containment_is_not_rewritten BEFORE UPDATE ON containment
BEGIN SELECT RAISE(ABORT, 'measures are not rewritten'); END;

-- How care went on: a service's state over a time; a later entry of the same begin stands instead.
CREATE TABLE continuity (
    entry       INTEGER PRIMARY KEY,
    recorded_at TEXT NOT NULL,                 -- ISO 8601, UTC, like the others
    who         TEXT NOT NULL,
    service     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('normal', 'degraded', 'interrupted')),
    begin_at    TEXT NOT NULL,
    end_at      TEXT,                          -- NULL: lasts still
    note        TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TRIGGER continuity_is_kept BEFORE DELETE ON continuity
BEGIN SELECT RAISE(ABORT, 'the continuity log is kept'); END;
CREATE TRIGGER continuity_is_not_rewritten BEFORE UPDATE ON continuity
BEGIN SELECT RAISE(ABORT, 'the continuity log is not rewritten'); END;
CREATE VIEW continuity_standing AS
    SELECT * FROM continuity c WHERE entry = (
        SELECT max(entry) FROM continuity l
        WHERE l.service = c.service AND l.begin_at = c.begin_at
    );
