-- The theft detector (watch writes). Accounts as the logs write them; patients as keyed numbers.
-- docs/decisions/075-counting-patients.md, 077-following.md.

-- How far each log was read; committed with what was read of it.
CREATE TABLE detect_logs (
    log        INTEGER PRIMARY KEY,
    path       TEXT NOT NULL,
    inode      INTEGER NOT NULL,               -- it keeps it when it is renamed
    offset     INTEGER NOT NULL,
    head       TEXT NOT NULL,                  -- digest of its first bytes
    head_bytes INTEGER NOT NULL,
    is_rotated INTEGER NOT NULL                -- 1: it had another name, or was copied or packed
) STRICT;

-- Messages that came over the network, kept before they were acknowledged.
-- docs/decisions/082-listening.md.
CREATE TABLE detect_received (
    first    INTEGER PRIMARY KEY,              -- number of the first message
    messages INTEGER NOT NULL,
    at       INTEGER NOT NULL,                 -- microseconds since 1970, UTC
    listener TEXT NOT NULL,                    -- udp, tcp, http
    sender   TEXT NOT NULL,                    -- address
    key      TEXT UNIQUE,                      -- the sender's own name for them
    is_read  INTEGER NOT NULL DEFAULT 0,
    body     BLOB NOT NULL                     -- zlib of a MessagePack list
) STRICT;
CREATE INDEX detect_received_unread ON detect_received (first) WHERE is_read = 0;

-- The last number of each sender that numbers its messages.
CREATE TABLE detect_sequences (
    source TEXT PRIMARY KEY,                   -- address, host, program
    last   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who read whom in the last 24 hours without a care link; '' is the whole hospital.
CREATE TABLE detect_reads (
    subject TEXT NOT NULL,
    patient INTEGER NOT NULL,
    hour    INTEGER NOT NULL,                  -- the last, since 1970
    PRIMARY KEY (subject, patient)
) STRICT, WITHOUT ROWID;
CREATE INDEX detect_reads_hour ON detect_reads (hour);

-- The most patients of a day (accounts) or an hour ('': the hospital), while limits are learned.
CREATE TABLE detect_most (
    subject TEXT NOT NULL,
    at      INTEGER NOT NULL,                  -- days, or hours, since 1970
    most    INTEGER NOT NULL,
    PRIMARY KEY (subject, at)
) STRICT, WITHOUT ROWID;

-- The most patients of two hours, by account and hour of the day, while limits are learned.
CREATE TABLE detect_paces (
    subject TEXT NOT NULL,
    hour    INTEGER NOT NULL,                  -- 0 to 23, UTC
    most    INTEGER NOT NULL,
    PRIMARY KEY (subject, hour)
) STRICT, WITHOUT ROWID;

-- Alarms, each raised once.
CREATE TABLE detect_alerts (
    alert    INTEGER PRIMARY KEY,
    subject  TEXT NOT NULL,                    -- the account; '' for the hospital
    at       INTEGER NOT NULL,                 -- microseconds since 1970, UTC
    last     INTEGER NOT NULL,                 -- last seen beyond the limit
    at_risk  INTEGER NOT NULL,
    is_open  INTEGER NOT NULL,
    episode  TEXT NOT NULL                     -- JSON
) STRICT;

-- To whom each alarm was sent.
CREATE TABLE detect_sent (
    alert   INTEGER NOT NULL REFERENCES detect_alerts,
    channel TEXT NOT NULL,                     -- screen, mail, webhook, syslog
    tries   INTEGER NOT NULL,
    sent    INTEGER NOT NULL,                  -- 1: taken over by the other side
    PRIMARY KEY (alert, channel)
) STRICT, WITHOUT ROWID;
