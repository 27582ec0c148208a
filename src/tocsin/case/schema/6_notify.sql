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
    provider   TEXT NOT NULL DEFAULT '',       -- who keeps the mailbox: a queue of providers.toml
    owner      TEXT NOT NULL DEFAULT '',       -- the sender that holds it, while it does
    handed_at  TEXT NOT NULL DEFAULT '',       -- when it was last about to be handed over
    queue_id   TEXT NOT NULL DEFAULT '',       -- the mail server's own name for the message
    reply      TEXT NOT NULL,                  -- the server's last answer, or the file written
    attempts   INTEGER NOT NULL DEFAULT 0,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX deliveries_state ON deliveries (state, notice);
CREATE INDEX deliveries_waiting ON deliveries (provider, notice)
    WHERE state IN ('ready', 'deferred') AND owner = '';
CREATE INDEX deliveries_held ON deliveries (owner, provider) WHERE owner <> '';
