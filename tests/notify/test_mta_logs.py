"""What a server's log proves: taken, not taken, or nothing. A wrong "no" would tell twice."""

import bz2
import gzip
import json
import lzma
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import InputError
from tocsin.notify.bounce.report import FeedbackKind
from tocsin.notify.mta_logs import Doubt, Evidence, Fate, Verdict, log_files, read_log
from tocsin.notify.mta_logs.lines import lines_of
from tocsin.notify.mta_logs.postfix import evidence_of
from tocsin.notify.mta_logs.verdict import Court, HandOver, Life

NOW = datetime(2025, 7, 10, 12, tzinfo=UTC)
HANDED = datetime(2025, 7, 10, 8, 30, tzinfo=UTC)
GRACE = timedelta(minutes=10)
SENDER = "information@trois-ponts.invalid"
KNOWN = {"known@trois-ponts.invalid": HandOver(HANDED - timedelta(seconds=59), "one")}
DOUBT = Doubt("doubt@trois-ponts.invalid", "p1@exemple.invalid", SENDER, HandOver(HANDED, "one"))

BEFORE = [
    "08:20:00 master[1]: daemon started -- version 3.7.11, configuration /etc/postfix",
    "08:29:00 smtpd[7]: connect from localhost[127.0.0.1]",
    "08:29:01 smtpd[7]: 97F5F29C336: client=localhost[127.0.0.1]",
    "08:29:01 cleanup[8]: 97F5F29C336: message-id=<known@trois-ponts.invalid>",
    f"08:29:01 qmgr[9]: 97F5F29C336: from=<{SENDER}>, size=3763, nrcpt=1 (queue active)",
    "08:29:02 smtp[5]: 97F5F29C336: to=<p0@exemple.invalid>, relay=mx:25, status=sent (x)",
    "08:29:02 qmgr[9]: 97F5F29C336: removed",
]
BEGUN = [
    "08:30:00 smtpd[7]: 0051629C336: client=localhost[127.0.0.1]",
    "08:30:00 cleanup[8]: 0051629C336: message-id=<doubt@trois-ponts.invalid>",
]
ACTIVE = [f"08:30:01 qmgr[9]: 0051629C336: from=<{SENDER}>, size=3763, nrcpt=1 (queue active)"]
SENT = ["08:30:01 discard[5]: 0051629C336: to=<P1@exemple.invalid>, relay=none, status=sent (x)"]
BROKEN = ["08:30:01 smtpd[7]: lost connection after DATA (1996 bytes) from localhost[127.0.0.1]"]
BYE = ["08:30:02 smtpd[7]: disconnect from localhost[127.0.0.1] ehlo=1 mail=1 commands=4"]
AFTER = ["08:45:00 anvil[6]: statistics: max connection rate 1/60s for (25:127.0.0.1)"]


def syslog(lines: list[str]) -> list[str]:
    form = "2025-07-10T{}+00:00 mta postfix/{}"
    return [form.format(*line.split(" ", 1)) for line in lines]


def court(lines: list[str], *doubts: Doubt) -> Court:
    evidence = evidence_of(lines_of(syslog(lines), NOW))
    return Court(evidence, doubts or (DOUBT,), KNOWN, GRACE)


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        (BEFORE + BEGUN + ACTIVE, Verdict.ACCEPTED),
        (BEFORE + BEGUN + SENT, Verdict.ACCEPTED),
        (ACTIVE + SENT, Verdict.ACCEPTED),
        (BEFORE + BYE + AFTER, Verdict.NOT_ACCEPTED),
        (BEFORE + BEGUN + BROKEN + BYE + AFTER, Verdict.NOT_ACCEPTED),
        # A message-id line alone proves nothing, and nothing says that it was broken off.
        (BEFORE + BEGUN + BYE + AFTER, Verdict.UNPROVEN),
        # The log ends too early, begins too late, or the conversation still goes on.
        (BEFORE + BYE, Verdict.UNPROVEN),
        (BYE + AFTER, Verdict.UNPROVEN),
        (BEFORE + AFTER, Verdict.UNPROVEN),
        # Not the log of this server: no message that it is known to have taken.
        (BEFORE[:2] + BYE + AFTER, Verdict.UNPROVEN),
        ([], Verdict.UNPROVEN),
    ],
)
def test_what_is_proven(lines: list[str], verdict: Verdict) -> None:
    assert court(lines).judge(DOUBT)[0] is verdict


GAP = ["08:31:00 systemd-journald[2]: Suppressed 1200 messages from postfix.service"]
CRASH = ["08:31:00 master[11]: daemon started -- version 3.7.11, configuration /etc/postfix"]
STOP = ["08:30:30 master[1]: terminating on signal 15"]
NAMELESS = [f"08:31:05 qmgr[19]: A051629C336: from=<{SENDER}>, size=3763, nrcpt=1 (queue active)"]
TO_DOUBT = ["08:31:06 smtp[5]: A051629C336: to=<p1@exemple.invalid>, relay=x, status=sent (ok)"]
TO_OTHER = ["08:31:06 smtp[5]: A051629C336: to=<p9@exemple.invalid>, relay=x, status=deferred (no)"]


@pytest.mark.parametrize(
    ("between", "verdict"),
    [
        (GAP, Verdict.UNPROVEN),
        (CRASH, Verdict.UNPROVEN),
        (STOP + CRASH, Verdict.NOT_ACCEPTED),
        (CRASH + NAMELESS, Verdict.UNPROVEN),
        (CRASH + NAMELESS + TO_DOUBT, Verdict.ACCEPTED),
        (CRASH + NAMELESS + TO_OTHER, Verdict.UNPROVEN),
        (STOP + CRASH + NAMELESS, Verdict.UNPROVEN),
        (STOP + CRASH + NAMELESS + TO_OTHER, Verdict.NOT_ACCEPTED),
    ],
)
def test_a_log_with_holes(between: list[str], verdict: Verdict) -> None:
    assert court(BEFORE + BYE + between + AFTER).judge(DOUBT)[0] is verdict


@pytest.mark.parametrize("hours", [-30, -2, 2, 30])
def test_clocks_that_differ_are_set_right_by_what_is_known(hours: int) -> None:
    off = timedelta(hours=hours)
    doubt = replace(DOUBT, handed=HandOver(HANDED + off, "one"))
    known = {own: HandOver(handed.at + off, handed.sender) for own, handed in KNOWN.items()}
    for lines, verdict in (
        (BEFORE + BYE + AFTER, Verdict.NOT_ACCEPTED),
        (BEFORE + BYE + CRASH + AFTER, Verdict.UNPROVEN),
        (BEFORE + BYE, Verdict.UNPROVEN),
    ):
        evidence = evidence_of(lines_of(syslog(lines), NOW))
        assert Court(evidence, [doubt], known, GRACE).judge(doubt)[0] is verdict
        # A clock that jumped in between says nothing.
        assert Court(evidence, [doubt], KNOWN, GRACE).judge(doubt)[0] is Verdict.UNPROVEN


def test_the_clock_of_one_sender_says_nothing_of_anothers() -> None:
    off = timedelta(minutes=30)
    doubt = replace(DOUBT, handed=HandOver(HANDED + off, "two"))
    earlier = [line.replace("8:29", "8:28").replace("97F5F", "1BF5F") for line in BEFORE[1:]]
    mine = [line.replace("known@", "mine@") for line in BEFORE[1:]]
    evidence = evidence_of(lines_of(syslog(earlier + mine + BYE + AFTER), NOW))
    theirs = {"known@trois-ponts.invalid": HandOver(HANDED - timedelta(seconds=119), "one")}
    own = {"mine@trois-ponts.invalid": HandOver(HANDED + off - timedelta(seconds=59), "two")}
    for known, verdict in ((theirs | own, Verdict.NOT_ACCEPTED), (theirs, Verdict.UNPROVEN)):
        assert Court(evidence, [doubt], known, GRACE).judge(doubt)[0] is verdict


def test_two_persons_at_one_address_are_not_taken_for_each_other() -> None:
    other = Doubt("other@trois-ponts.invalid", DOUBT.recipient, SENDER, HandOver(HANDED, "one"))
    lines = BEFORE + BYE + CRASH + NAMELESS + TO_DOUBT + AFTER
    assert court(lines, DOUBT, other).judge(DOUBT)[0] is Verdict.UNPROVEN


def test_a_message_of_another_sender_is_not_ours() -> None:
    lines = BEFORE + BYE + STOP + CRASH + NAMELESS + TO_DOUBT + AFTER
    theirs = [line.replace(SENDER, "rendez-vous@trois-ponts.invalid") for line in lines]
    assert court(theirs).judge(DOUBT)[0] is Verdict.NOT_ACCEPTED


def test_a_queue_id_that_is_used_again_is_another_message() -> None:
    again = [line.replace("0051629C336", "97F5F29C336") for line in BEGUN]
    assert court(BEFORE + again + BROKEN + BYE + AFTER).judge(DOUBT)[0] is Verdict.NOT_ACCEPTED
    assert court(BEFORE).judge(
        Doubt("known@trois-ponts.invalid", "x", SENDER, HandOver(HANDED, "one"))
    )[1] == Life(
        "97F5F29C336",
        "localhost[127.0.0.1]",
        "known@trois-ponts.invalid",
        SENDER,
        {"p0@exemple.invalid": Fate(FeedbackKind.RELAYED, HANDED - timedelta(seconds=58), "", "x")},
        queued_at=HANDED - timedelta(seconds=59),
    )


def test_a_killed_process_talks_to_nobody_any_more() -> None:
    dead = [
        "08:30:05 master[1]: warning: process /usr/lib/postfix/sbin/smtpd pid 7 killed by signal 9"
    ]
    assert court(BEFORE + dead + AFTER).judge(DOUBT)[0] is Verdict.NOT_ACCEPTED


def journal(line: str) -> str:
    stamp, rest = line.split(" ", 1)
    head, text = rest.split(": ", 1)
    program, pid = head.rstrip("]").split("[")
    at = datetime.fromisoformat(f"2025-07-10T{stamp}+00:00")
    entry = {
        "__REALTIME_TIMESTAMP": str(int(at.timestamp() * 1_000_000)),
        "SYSLOG_IDENTIFIER": f"postfix/{program}",
        "SYSLOG_PID": pid,
        "MESSAGE": text,
    }
    return json.dumps(entry)


def short(line: str) -> str:
    stamp, rest = line.split(" ", 1)
    local = datetime.fromisoformat(f"2025-07-10T{stamp}+00:00").astimezone()
    return f"{local:%b %e %H:%M:%S} mta postfix/{rest}"


def test_syslog_and_journald_say_the_same() -> None:
    lines = BEFORE + BEGUN + BROKEN + BYE + AFTER
    iso = list(lines_of(syslog(lines), NOW))
    assert list(lines_of(map(journal, lines), NOW)) == iso
    assert list(lines_of(map(short, lines), NOW)) == iso


def test_december_is_last_years() -> None:
    january = datetime(2026, 1, 2, tzinfo=UTC)
    (line,) = lines_of(["Dec 31 12:00:00 mta postfix/qmgr[9]: x"], january)
    assert line is not None
    assert line.at.year == 2025


@given(st.lists(st.text(max_size=80)))
def test_any_text_is_read_or_counted(untrusted: list[str]) -> None:
    evidence_of(lines_of(untrusted, NOW))


@given(st.lists(st.sampled_from(BEFORE + BEGUN + ACTIVE + BROKEN + BYE + AFTER + CRASH + GAP)))
def test_what_was_taken_is_seen_whatever_else_is_there(lines: list[str]) -> None:
    assert court(lines + BEGUN + ACTIVE).judge(DOUBT)[0] is Verdict.ACCEPTED


EXIM = """\
2025-07-10 08:29:00 1abcDE-000001-Ab <= information@trois-ponts.invalid H=localhost [127.0.0.1] P=esmtp S=9 id=known@trois-ponts.invalid
2025-07-10 08:29:01 1abcDE-000001-Ab => p0@exemple.invalid R=dnslookup T=remote_smtp H=mx [192.0.2.1] C="250 ok"
2025-07-10 08:29:01 1abcDE-000001-Ab Completed
2025-07-10 08:30:00 1abcDE-000002-Ab <= information@trois-ponts.invalid H=localhost [127.0.0.1] P=esmtp S=9 id=doubt@trois-ponts.invalid
2025-07-10 08:30:00 1abcDE-000002-Ab ** p1@exemple.invalid: Unrouteable address
"""  # noqa: E501
EXCHANGE = """\
#Software: Microsoft Exchange Server
#Version: 15.02.0000.000
#Fields: date-time,client-ip,event-id,internal-message-id,message-id,recipient-address
2025-07-10T08:30:00.000Z,127.0.0.1,RECEIVE,41,<doubt@trois-ponts.invalid>,p1@exemple.invalid
2025-07-10T08:30:01.000Z,127.0.0.1,FAIL,41,<doubt@trois-ponts.invalid>,p1@exemple.invalid
"""


@pytest.mark.parametrize(("text", "name"), [(EXIM, "1abcDE-000002-Ab"), (EXCHANGE, "41")])
def test_exim_and_exchange(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / "log").write_text(text)
    evidence = read_log([tmp_path / "log"])
    verdict, life = Court(evidence, [DOUBT], {}, GRACE).judge(DOUBT)
    assert verdict is Verdict.ACCEPTED
    assert life is not None
    fate = life.recipients["p1@exemple.invalid"]
    assert (life.queue_id, fate.kind) == (name, FeedbackKind.FAILED)
    absent = replace(DOUBT, message_id="absent@trois-ponts.invalid")
    assert Court(evidence, [absent], {}, GRACE).judge(absent)[0] is Verdict.UNPROVEN


def test_rotated_and_packed_files_are_one_log(tmp_path: Path) -> None:
    whole = syslog(BEFORE + BEGUN + ACTIVE + SENT + BYE + AFTER)
    texts = ["".join(f"{line}\n" for line in whole[at : at + 3]).encode() for at in (0, 3, 6, 9)]
    texts.append("".join(f"{line}\n" for line in whole[12:]).encode())
    packers = [
        ("mail.log.4.gz", gzip.compress),
        ("mail.log-20250709.bz2", bz2.compress),
        ("mail.log.2.xz", lzma.compress),
        ("mail.log.1", bytes),
        ("mail.log", bytes),
    ]
    for age, ((name, pack), text) in enumerate(zip(packers, texts, strict=True)):
        (tmp_path / name).write_bytes(pack(text))
        os.utime(tmp_path / name, (1_752_000_000 + age, 1_752_000_000 + age))
    (tmp_path / "mail.log.txt").write_text("not this one")
    files = log_files(tmp_path / "mail.log")
    assert [file.name for file in files] == [name for name, _ in packers]
    evidence = read_log(files)
    assert evidence.unread == 0
    assert [life.queue_id for life in evidence.lives] == ["97F5F29C336", "0051629C336"]


def test_no_log_is_an_error_and_damage_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        log_files(tmp_path / "none")
    (tmp_path / "x.gz").write_bytes(gzip.compress(b"x" * 100_000)[:-20])
    with pytest.raises(InputError) as caught:
        read_log([tmp_path / "x.gz"])
    assert caught.value.code == "mail.log"
    (tmp_path / "empty").write_bytes(b"")
    assert read_log([tmp_path / "empty"]) == Evidence()
