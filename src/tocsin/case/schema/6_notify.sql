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
CREATE INDEX notices_held ON notices (reason) WHERE channel = 'held';

-- What became of each notice: its outbox row (notify writes). States: docs/decisions/010-outbox.md.
CREATE TABLE deliveries (
    notice     INTEGER PRIMARY KEY REFERENCES notices,
    state      TEXT NOT NULL,
    message_id TEXT UNIQUE,                    -- set, and durable, before the mail server has it
    recipient  TEXT NOT NULL,                  -- e-mail address, lines of the window, or telephone
    provider   TEXT NOT NULL DEFAULT '',       -- who keeps the mailbox: a queue of providers.toml
    owner      TEXT NOT NULL DEFAULT '',       -- the sender that holds it, while it does
    handed_at  TEXT NOT NULL DEFAULT '',       -- when it was last about to be handed over
    handed_by  TEXT NOT NULL DEFAULT '',       -- and by which sender: its clock set handed_at
    queue_id   TEXT NOT NULL DEFAULT '',       -- the mail server's own name for the message
    reply      TEXT NOT NULL,                  -- the server's last answer, or the file written
    attempts   INTEGER NOT NULL DEFAULT 0,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX deliveries_state ON deliveries (state, notice);
CREATE INDEX deliveries_waiting ON deliveries (provider, notice)
    WHERE state IN ('ready', 'deferred') AND owner = '';
CREATE INDEX deliveries_held ON deliveries (owner, provider) WHERE owner <> '';

-- What each delivery went through, written by the database itself.
CREATE TABLE delivery_history (
    notice INTEGER NOT NULL,
    state  TEXT NOT NULL,
    reply  TEXT NOT NULL,
    at     TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_history_notice ON delivery_history (notice);
CREATE TRIGGER deliveries_are_followed AFTER UPDATE OF state ON deliveries
WHEN NEW.state != OLD.state
BEGIN INSERT INTO delivery_history VALUES (NEW.notice, NEW.state, NEW.reply, NEW.updated_at); END;
CREATE TRIGGER deliveries_are_followed_from_the_start AFTER INSERT ON deliveries
WHEN NEW.state NOT IN ('ready', 'due', 'to_call', 'held')
BEGIN INSERT INTO delivery_history VALUES (NEW.notice, NEW.state, NEW.reply, NEW.updated_at); END;
CREATE TRIGGER deliveries_taken_back AFTER DELETE ON deliveries
BEGIN DELETE FROM delivery_history WHERE notice = OLD.notice; END;

-- The words of notices as they stood when a batch was submitted: templates and hospital's facts.
CREATE TABLE wordings (
    digest  TEXT PRIMARY KEY,                  -- SHA-256 of content
    content TEXT NOT NULL                      -- JSON
) STRICT;

-- Notices that leave together, once a second person has approved them.
-- docs/decisions/045-two-approvals.md. The service checks all of this; the triggers check it again.
CREATE TABLE batches (
    batch        INTEGER PRIMARY KEY,
    list         TEXT NOT NULL,                -- SHA-256 over the digests of its notices
    wording      TEXT NOT NULL REFERENCES wordings,
    notices      INTEGER NOT NULL,
    submitted_by TEXT NOT NULL CHECK (trim(submitted_by) != ''),
    submitted_at TEXT NOT NULL,
    approved_by  TEXT CHECK (lower(trim(approved_by)) != lower(trim(submitted_by))
                             AND trim(approved_by) != ''),
    approved_at  TEXT,
    paused       INTEGER NOT NULL DEFAULT 0,
    stopped_at   TEXT,
    voided_at    TEXT,
    void_reason  TEXT NOT NULL DEFAULT ''      -- list, wording
) STRICT;
CREATE TRIGGER batches_begin_unapproved BEFORE INSERT ON batches
WHEN NEW.approved_by IS NOT NULL OR NEW.approved_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a batch is approved after it was submitted'); END;
CREATE TRIGGER batches_are_kept BEFORE DELETE ON batches
BEGIN SELECT RAISE(ABORT, 'batches are kept'); END;
CREATE TRIGGER batches_are_not_rewritten
BEFORE UPDATE OF batch, list, wording, notices, submitted_by, submitted_at ON batches
BEGIN SELECT RAISE(ABORT, 'a batch is not rewritten'); END;
CREATE TRIGGER batches_are_approved_once BEFORE UPDATE OF approved_by, approved_at ON batches
WHEN OLD.approved_by IS NOT NULL OR OLD.voided_at IS NOT NULL OR OLD.stopped_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'this batch can no longer be approved'); END;
CREATE TRIGGER batches_need_two_persons BEFORE UPDATE OF approved_by ON batches
WHEN NEW.approved_by = 'unattended' AND EXISTS (SELECT 1 FROM meta WHERE key = 'two_persons')
BEGIN SELECT RAISE(ABORT, 'in this case a second person approves'); END;
CREATE TRIGGER batches_end_for_good BEFORE UPDATE OF stopped_at, voided_at ON batches
WHEN (OLD.stopped_at IS NOT NULL AND NEW.stopped_at IS NOT OLD.stopped_at)
  OR (OLD.voided_at IS NOT NULL AND NEW.voided_at IS NOT OLD.voided_at)
BEGIN SELECT RAISE(ABORT, 'a batch that was stopped or voided stays so'); END;

CREATE TABLE batch_notices (
    notice INTEGER NOT NULL REFERENCES notices ON DELETE CASCADE,
    batch  INTEGER NOT NULL REFERENCES batches,
    digest BLOB NOT NULL,                      -- of what was submitted: person, channel, address…
    PRIMARY KEY (notice, batch)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_notices_batch ON batch_notices (batch);
CREATE TRIGGER batch_notices_are_complete BEFORE INSERT ON batch_notices
WHEN EXISTS (SELECT 1 FROM batches WHERE batch = NEW.batch AND approved_by IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'an approved list does not grow'); END;
CREATE TRIGGER batch_notices_are_not_rewritten BEFORE UPDATE ON batch_notices
BEGIN SELECT RAISE(ABORT, 'an approved list is not rewritten'); END;

-- A change voids the approval. To hold a notice back is none: then it only stays here.
CREATE TRIGGER batches_void_when_one_leaves AFTER DELETE ON batch_notices
BEGIN
    UPDATE batches SET voided_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now'), void_reason = 'list'
    WHERE batch = OLD.batch AND voided_at IS NULL;
END;
CREATE TRIGGER batches_void_when_a_notice_changes
AFTER UPDATE OF person, channel, reference, language, categories, template ON notices
WHEN NEW.channel != 'held'
 AND (NEW.person, NEW.channel, NEW.reference, NEW.language, NEW.categories, NEW.template)
  IS NOT (OLD.person, OLD.channel, OLD.reference, OLD.language, OLD.categories, OLD.template)
BEGIN
    UPDATE batches SET voided_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now'), void_reason = 'list'
    WHERE batch IN (SELECT batch FROM batch_notices WHERE notice = NEW.notice)
      AND voided_at IS NULL;
END;
CREATE TRIGGER batches_void_when_an_address_changes AFTER UPDATE OF recipient ON deliveries
WHEN NEW.recipient != OLD.recipient
BEGIN
    UPDATE batches SET voided_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now'), void_reason = 'list'
    WHERE batch IN (SELECT batch FROM batch_notices WHERE notice = NEW.notice)
      AND voided_at IS NULL;
END;

-- How many notices stand where, kept as each act is written: nobody who looks waits for a count of
-- 126,000. Batch 0 has every notice once. docs/decisions/085-counts-kept.md
CREATE VIEW notice_places AS
SELECT notice, 0 AS batch, channel, state FROM notices JOIN deliveries USING (notice)
UNION ALL
SELECT notice, batch, channel, state
FROM batch_notices JOIN notices USING (notice) JOIN deliveries USING (notice);
CREATE TABLE notice_tally (
    batch   INTEGER NOT NULL,
    channel TEXT NOT NULL,
    state   TEXT NOT NULL,
    notices INTEGER NOT NULL,
    PRIMARY KEY (batch, channel, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tally_of_new_deliveries AFTER INSERT ON deliveries
BEGIN
    INSERT INTO notice_tally SELECT batch, channel, state, 1 FROM notice_places
    WHERE notice = NEW.notice ON CONFLICT DO UPDATE SET notices = notices + 1;
END;
CREATE TRIGGER tally_of_deliveries_taken_back BEFORE DELETE ON deliveries
BEGIN
    UPDATE notice_tally SET notices = notices - 1 WHERE (batch, channel, state) IN
        (SELECT batch, channel, state FROM notice_places WHERE notice = OLD.notice);
END;
CREATE TRIGGER tally_before_a_state BEFORE UPDATE OF state ON deliveries
WHEN NEW.state != OLD.state
BEGIN
    UPDATE notice_tally SET notices = notices - 1 WHERE (batch, channel, state) IN
        (SELECT batch, channel, state FROM notice_places WHERE notice = OLD.notice);
END;
CREATE TRIGGER tally_after_a_state AFTER UPDATE OF state ON deliveries
WHEN NEW.state != OLD.state
BEGIN
    INSERT INTO notice_tally SELECT batch, channel, state, 1 FROM notice_places
    WHERE notice = NEW.notice ON CONFLICT DO UPDATE SET notices = notices + 1;
END;
CREATE TRIGGER tally_before_a_channel BEFORE UPDATE OF channel ON notices
WHEN NEW.channel != OLD.channel
BEGIN
    UPDATE notice_tally SET notices = notices - 1 WHERE (batch, channel, state) IN
        (SELECT batch, channel, state FROM notice_places WHERE notice = OLD.notice);
END;
CREATE TRIGGER tally_after_a_channel AFTER UPDATE OF channel ON notices
WHEN NEW.channel != OLD.channel
BEGIN
    INSERT INTO notice_tally SELECT batch, channel, state, 1 FROM notice_places
    WHERE notice = NEW.notice ON CONFLICT DO UPDATE SET notices = notices + 1;
END;
CREATE TRIGGER tally_of_those_submitted AFTER INSERT ON batch_notices
BEGIN
    INSERT INTO notice_tally SELECT batch, channel, state, 1 FROM notice_places
    WHERE notice = NEW.notice AND batch = NEW.batch ON CONFLICT DO UPDATE SET notices = notices + 1;
END;
CREATE TRIGGER tally_of_those_who_leave BEFORE DELETE ON batch_notices
BEGIN
    UPDATE notice_tally SET notices = notices - 1 WHERE (batch, channel, state) IN
        (SELECT batch, channel, state FROM notice_places WHERE notice = OLD.notice AND batch = OLD.batch);
END;

-- The notices that may leave: in an approved batch whose words are still those of today, or the
-- letter that takes the place of such an e-mail.
CREATE VIEW open_batches AS
SELECT batch FROM batches
WHERE approved_by IS NOT NULL AND paused = 0 AND stopped_at IS NULL AND voided_at IS NULL
  AND wording = (SELECT value FROM meta WHERE key = 'notice_wording');
CREATE VIEW stand_ins AS                       -- a letter in the place of an e-mail that said the same
SELECT letters.notice AS letter, mails.notice AS mail FROM notices AS letters
JOIN notices AS mails ON mails.channel = 'email' AND mails.categories = letters.categories
 AND mails.person IN (SELECT letters.person UNION ALL
                      SELECT person FROM merged WHERE into_person = letters.person)
WHERE letters.reason IN ('email_refused', 'email_bounced');
CREATE VIEW may_leave AS
SELECT notice FROM batch_notices WHERE batch IN (SELECT batch FROM open_batches)
UNION ALL
SELECT letter FROM stand_ins JOIN batch_notices ON batch_notices.notice = mail
WHERE batch IN (SELECT batch FROM open_batches);
CREATE TRIGGER deliveries_leave_approved BEFORE UPDATE OF state ON deliveries
WHEN NEW.state IN ('handing_over', 'written', 'listed') AND NEW.state != OLD.state
BEGIN
    SELECT RAISE(ABORT, 'no approved batch holds this notice')
    WHERE NOT EXISTS (SELECT 1 FROM may_leave WHERE notice = NEW.notice);
END;
CREATE TRIGGER deliveries_begin_at_home BEFORE INSERT ON deliveries
WHEN NEW.state IN ('handing_over', 'written', 'listed')
BEGIN SELECT RAISE(ABORT, 'a delivery begins before it leaves'); END;

-- What came back: bounces, delays, complaints, automatic replies, each once however often it is
-- read. docs/decisions/046-what-comes-back.md
CREATE TABLE feedback (
    feedback    INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,          -- SHA-256 of what does not change from copy to copy
    kind        TEXT NOT NULL,                 -- failed, delayed, delivered, relayed, complaint…
    status      TEXT NOT NULL,                 -- RFC 3463, or ''
    diagnostic  TEXT NOT NULL,                 -- what the other server said, shortened
    notice      INTEGER REFERENCES notices,    -- NULL: nobody knows yet whom it is about
    proof       TEXT NOT NULL,                 -- return_path, message_id, report, address, person, log
    subject     TEXT NOT NULL,
    at          TEXT NOT NULL,                 -- its own date, or when it was read
    read_at     TEXT NOT NULL,
    raw         BLOB                           -- kept while a person must look at it
) STRICT;
CREATE INDEX feedback_notice ON feedback (notice, kind);

-- What callers did, append-only: a task is closed by an outcome and by nothing else.
CREATE TABLE call_attempts (
    attempt   INTEGER PRIMARY KEY,
    notice    INTEGER NOT NULL REFERENCES notices,
    at        TEXT NOT NULL,
    caller    TEXT NOT NULL,
    outcome   TEXT NOT NULL,                   -- told, refused, no_answer, machine, wrong_number…
    call_back TEXT NOT NULL,                   -- when to call again, or ''
    notes     TEXT NOT NULL
) STRICT;
CREATE INDEX call_attempts_notice ON call_attempts (notice);
CREATE TRIGGER call_attempts_are_kept BEFORE DELETE ON call_attempts
BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER call_attempts_are_not_rewritten BEFORE UPDATE ON call_attempts
BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER calls_close_by_an_outcome BEFORE UPDATE OF state ON deliveries
WHEN NEW.state IN ('told', 'unreached') AND NEW.state != OLD.state
BEGIN
    SELECT RAISE(ABORT, 'a call is closed by an outcome') WHERE NOT EXISTS (
        SELECT 1 FROM call_attempts WHERE notice = NEW.notice
          AND (outcome = 'told') = (NEW.state = 'told')
          AND outcome IN ('told', 'refused', 'given_up'));
END;

-- Which account is to make a call, append-only: the last row holds, '' gives the call back.
CREATE TABLE call_assignments (
    assignment  INTEGER PRIMARY KEY,
    notice      INTEGER NOT NULL REFERENCES notices,
    at          TEXT NOT NULL,
    assigned_to TEXT NOT NULL,
    assigned_by TEXT NOT NULL
) STRICT;
CREATE INDEX call_assignments_notice ON call_assignments (notice);
CREATE TRIGGER call_assignments_are_kept BEFORE DELETE ON call_assignments
BEGIN SELECT RAISE(ABORT, 'assignments are append-only'); END;
CREATE TRIGGER call_assignments_are_not_rewritten BEFORE UPDATE ON call_assignments
BEGIN SELECT RAISE(ABORT, 'assignments are append-only'); END;

-- Adults whose e-mail address another adult of the index has too (drawn anew by prepare).
CREATE TABLE shared_mailboxes (
    person INTEGER PRIMARY KEY
) STRICT;

-- What people decided about notices that were held, append-only; the last one holds. By patient, so
-- that it outlives a new reading. docs/decisions/047-held-for-a-person.md
CREATE TABLE hold_decisions (
    decision    INTEGER PRIMARY KEY,
    at          TEXT NOT NULL,
    decided_by  TEXT NOT NULL,
    patient_id  TEXT NOT NULL,
    channel     TEXT NOT NULL,                 -- how to tell them; held: not at all
    name        TEXT NOT NULL,                 -- to whom, if not to the person: a guardian, say
    address     TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city        TEXT NOT NULL,
    why         TEXT NOT NULL
) STRICT;
CREATE INDEX hold_decisions_patient ON hold_decisions (patient_id, decision);
CREATE TRIGGER hold_decisions_are_kept BEFORE DELETE ON hold_decisions
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER hold_decisions_are_not_rewritten BEFORE UPDATE ON hold_decisions
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE VIEW decided AS
SELECT patient_id, channel AS decided_channel, name AS decided_name, address AS decided_address,
       postal_code AS decided_postal_code, city AS decided_city
FROM hold_decisions AS last
WHERE decision = (SELECT max(decision) FROM hold_decisions WHERE patient_id = last.patient_id);
