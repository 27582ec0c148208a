"""What came back counts once, by the strongest proof, and makes the letter that is due."""

import mailbox
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.notify.bounce.samples import reply, samples
from tests.notify.bounce.test_samples import message_id, sent
from tests.notify.people import Invented, case_of, crowd, states
from tocsin.case import Case
from tocsin.errors import InputError, UsageError
from tocsin.notify import prepare
from tocsin.notify.bounce import attribute, open_source, read_feedback, settle_delays, unattributed
from tocsin.notify.bounce.report import FeedbackKind, read_report
from tocsin.notify.bounce.text import parse
from tocsin.notify.verp import address_of, return_key

NOW = datetime(2025, 7, 20, tzinfo=UTC)


def dsn(action: str, status: str, recipient: str, **more: str) -> bytes:
    extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in more.items())
    return (
        f"From: MAILER-DAEMON@exemple.invalid\r\nSubject: Delivery report\r\n"
        f"Date: Thu, 10 Jul 2025 12:00:00 +0200\r\n{extra}"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n--b--\r\n"
    ).encode()


def ours(case: Case, notice: int = 1) -> dict[str, str]:
    return {"Delivered_To": address_of(notice, return_key(case), "retours@exemple.invalid")}


def feedback(case: Case) -> list[tuple[object, ...]]:
    return case.store.execute("SELECT kind, status, notice, proof FROM feedback ORDER BY feedback")


def test_a_failure_makes_one_letter_however_often_it_is_read(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        sent(case)
        bounce = dsn("failed", "5.1.1", "p0@exemple.invalid")
        first = read_feedback(case, [bounce, bounce.replace(b"\r\n", b"\n")], now=NOW)
        second = read_feedback(case, [b"From x Thu Jul 10 2025\n" + bounce], now=NOW)
        assert (first.read, first.seen_before, first.letters) == (2, 1, 1)
        assert (second.seen_before, second.letters) == (1, 0)
        assert feedback(case) == [("failed", "5.1.1", 1, "report")]
        assert states(case) == [("email", "bounced"), ("email", "accepted"), ("letter", "due")]
        assert case.store.one("SELECT reason FROM notices WHERE channel = 'letter'") == (
            "email_bounced",
        )


def test_two_different_failures_make_one_letter(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        bounces = [dsn("failed", f"5.1.{n}", "p0@exemple.invalid") for n in (1, 2)]
        assert read_feedback(case, bounces, now=NOW).letters == 1


def test_without_a_postal_address_a_person_decides(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [Invented(address="")]) as case:
        sent(case)
        read_feedback(case, [dsn("failed", "5.1.1", "marie@exemple.invalid")], now=NOW)
        assert states(case) == [("email", "bounced"), ("held", "held")]


def test_the_return_path_is_stronger_than_what_the_report_names(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        sent(case)
        read_feedback(
            case, [dsn("failed", "5.1.1", "p1@exemple.invalid", **ours(case, 1))], now=NOW
        )
        assert feedback(case) == [("failed", "5.1.1", 1, "return_path")]


def test_a_forged_return_path_proves_nothing(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        forged = address_of(1, b"k" * 32, "retours@exemple.invalid")
        read_feedback(
            case, [dsn("failed", "5.1.1", "x@exemple.invalid", Delivered_To=forged)], now=NOW
        )
        assert feedback(case) == [("failed", "5.1.1", None, "")]


def test_an_address_of_two_notices_is_no_proof(tmp_path: Path) -> None:
    couple = [Invented(first_names="Marie"), Invented(first_names="Jean")]
    with case_of(tmp_path / "c", [*couple, *crowd(1)]) as case:
        sent(case)
        case.store.execute("UPDATE deliveries SET recipient = 'marie@exemple.invalid'")
        case.store.execute("UPDATE notices SET channel = 'email'")
        counts = read_feedback(case, [dsn("failed", "5.1.1", "marie@exemple.invalid")], now=NOW)
        assert counts.unattributed == 1


def test_a_report_on_several_says_ours_own_part(tmp_path: Path) -> None:
    both = dsn("failed", "5.1.1", "other@exemple.invalid").replace(
        b"\r\n--b--",
        b"\r\nFinal-Recipient: rfc822;p0@exemple.invalid\r\n"
        b"Action: delayed\r\nStatus: 4.4.1\r\n\r\n--b--",
    )
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        read_feedback(case, [both], now=NOW - timedelta(days=9))
        assert feedback(case) == [("delayed", "4.4.1", 1, "report")]


def test_a_delay_that_never_clears_becomes_a_letter(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        sent(case)
        early = datetime(2025, 7, 12, tzinfo=UTC)
        delays = [
            dsn("delayed", "4.4.1", f"p{n}@exemple.invalid", **ours(case, n + 1)) for n in (0, 1)
        ]
        assert read_feedback(case, delays, now=early).letters == 0
        arrived = dsn("delivered", "2.0.0", "p1@exemple.invalid")
        read_feedback(case, [arrived], now=early)
        assert settle_delays(case, now=early) == 0
        assert settle_delays(case, now=datetime(2025, 7, 16, tzinfo=UTC)) == 1
        assert settle_delays(case, now=NOW) == 0
        assert states(case) == [("email", "bounced"), ("email", "delivered"), ("letter", "due")]


AUTOMATIC: list[tuple[str, dict[str, str]]] = [
    ("Out of office: back on Monday", {}),
    ("Absence du bureau", {}),
    ("Réponse automatique : vos données", {}),
    ("Re: Vol de données", {"Auto_Submitted": "auto-replied"}),
    ("Merci", {"X_Autoreply": "yes"}),
    ("Merci", {"Precedence": "auto_reply"}),
]


@pytest.mark.parametrize(("subject", "headers"), AUTOMATIC)
def test_an_automatic_reply_proves_arrival(
    subject: str, headers: dict[str, str], tmp_path: Path
) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        read_feedback(case, [reply(subject, "Je suis absente.", **headers, **ours(case))], now=NOW)
        assert feedback(case) == [("auto_reply", "", 1, "return_path")]
        assert states(case) == [("email", "delivered")]


def test_bounces_come_before_automatic_replies() -> None:
    bounce = dsn("failed", "5.1.1", "a@exemple.invalid", Auto_Submitted="auto-replied")
    assert read_report(parse(bounce)).kind is FeedbackKind.FAILED


def test_a_complaint_makes_no_letter(tmp_path: Path) -> None:
    complaint = (
        b"From: fbl@exemple.invalid\r\nSubject: FW: spam\r\nContent-Type: multipart/report;"
        b' report-type=feedback-report; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
        b"A complaint.\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        b"Feedback-Type: abuse\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"Message-ID: <" + message_id(1).encode() + b">\r\nSubject: x\r\n\r\nx\r\n--b--\r\n"
    )
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        assert read_feedback(case, [complaint], now=NOW).letters == 0
        assert feedback(case) == [("complaint", "", 1, "message_id")]
        assert states(case) == [("email", "delivered")]


def test_what_nobody_can_attribute_goes_to_a_person(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        sent(case)
        counts = read_feedback(case, [dsn("failed", "5.1.1", "x@exemple.invalid")], now=NOW)
        assert counts.unattributed == 1
        (waiting,) = unattributed(case)
        (reference,) = case.store.one("SELECT reference FROM notices WHERE notice = 2")
        assert attribute(case, waiting.number, reference.lower(), "Anne") == 1
        assert unattributed(case) == []
        assert feedback(case) == [("failed", "5.1.1", 2, "person")]
        assert states(case)[1] == ("email", "bounced")


def test_a_message_about_nobody_is_put_aside_by_a_person(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        read_feedback(case, [reply("Bonjour", "Une question.")], now=NOW)
        assert attribute(case, 1, None, "Anne") == 0
        assert unattributed(case) == []
        with pytest.raises(UsageError):
            attribute(case, 1, None, "Anne")


def test_what_came_back_settles_a_doubt(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        case.store.execute("UPDATE deliveries SET state = 'in_doubt'")
        delayed = dsn("delayed", "4.4.1", "p0@exemple.invalid", **ours(case))
        read_feedback(case, [delayed], now=datetime(2025, 7, 11, tzinfo=UTC))
        assert states(case) == [("email", "accepted")]


def test_every_kind_of_mailbox_is_read_alike(tmp_path: Path) -> None:
    few = [sample.raw for sample in samples()[:12]]
    box = mailbox.Maildir(tmp_path / "maildir")
    (tmp_path / "folder" / "sub").mkdir(parents=True)
    for number, raw in enumerate(few):
        body = raw.partition(b"\n")[2] if raw.startswith(b"From ") else raw
        box.add(body)
        (tmp_path / "folder" / "sub" / f"{number:02}.eml").write_bytes(body)
    single = mailbox.mbox(tmp_path / "mbox")
    for key in box.keys():  # noqa: SIM118 - a mailbox iterates over its messages
        single.add(box.get_bytes(key))
    single.close()
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        found = [
            read_feedback(case, open_source(str(tmp_path / name)), now=NOW)
            for name in ("folder", "maildir", "mbox")
        ]
    assert [(c.read, c.seen_before) for c in found] == [(12, 0), (12, 12), (12, 12)]


def test_nothing_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        open_source(str(tmp_path / "nowhere"))


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_message(untrusted: bytes) -> None:
    assert read_report(parse(untrusted)).kind in FeedbackKind


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_in_any_header_is_read(subject: str, body: str) -> None:
    raw = f"Subject: {subject}\nFinal-Recipient: {body}\n\n{body}".encode("utf-8", "replace")
    assert read_report(parse(raw)).kind in FeedbackKind


def test_only_the_affected_get_a_letter(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        case.store.execute("DELETE FROM affected")
        prepare(case, date(2025, 7, 11))
        bounce = dsn("failed", "5.1.1", "p0@exemple.invalid")
        assert read_feedback(case, [bounce], now=NOW).letters == 0


def test_messages_without_headers_are_told_apart(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        counts = read_feedback(case, [b"one line", b"another line", b"one line"], now=NOW)
        assert (counts.read, counts.seen_before, counts.unattributed) == (3, 1, 2)


def test_an_empty_file_is_no_message(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b" \n")
    (tmp_path / "b").write_bytes(b"Subject: x\n\nbody")
    assert list(open_source(str(tmp_path))) == [b"Subject: x\n\nbody"]
    assert list(open_source(str(tmp_path / "a"))) == []
