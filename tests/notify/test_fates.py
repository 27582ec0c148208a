"""What the server's log says became of e-mails is kept once, and a failure makes a letter."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.notify.people import case_of, crowd, release, states
from tocsin.case import Case
from tocsin.clinic.mailserver import MailServer
from tocsin.notify import send
from tocsin.notify.bounce import read_feedback, settle_delays
from tocsin.notify.bounce.report import FeedbackKind
from tocsin.notify.deliveries import Told, deliveries, persons_told
from tocsin.notify.mail import Settled, settle_by_log
from tocsin.notify.testimony import proof_of

TODAY = date(2025, 7, 10)
REFUSED = "dsn=5.1.1, status=bounced (host mx said: 550 5.1.1 no such user)"
PASSED_ON = "dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4bXyz)"
PUT_OFF = "dsn=4.2.0, status=deferred (host mx said: 450 4.2.0 Greylisted)"


def sent(case: Case) -> None:
    release(case, TODAY)
    with MailServer() as server:
        send(case, server.url)


def log_of(case: Case, folder: Path, *said: str, service: str = "smtp") -> Path:
    """A Postfix log in which the server took each e-mail, and then said this of each in turn."""
    rows = case.store.execute(
        "SELECT message_id, recipient FROM deliveries WHERE message_id IS NOT NULL ORDER BY notice"
    )
    at = datetime.now(UTC).isoformat(timespec="seconds")
    lines = []
    for number, (message_id, recipient) in enumerate(rows):
        head, name = f"{at} mta postfix/", f"{number}C1629C33A"
        lines += [
            f"{head}cleanup[8]: {name}: message-id=<{message_id}>",
            f"{head}qmgr[9]: {name}: from=<x>, size=1, nrcpt=1 (queue active)",
        ]
        if number < len(said) and said[number]:
            lines.append(f"{head}{service}[5]: {name}: to=<{recipient}>, relay=mx, {said[number]}")
    path = folder / "mail.log"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def settled(case: Case, folder: Path, *said: str, service: str = "smtp") -> Settled:
    return settle_by_log(case, log_of(case, folder, *said, service=service))


def last_words(case: Case) -> list[tuple[str, str]]:
    return [(one.state, one.last_word) for one in deliveries(case)]


def test_each_fate_is_kept_and_a_failure_makes_a_letter(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(4)) as case:
        sent(case)
        done = settled(case, tmp_path, PASSED_ON, PUT_OFF, REFUSED)
        assert done.fates == {"relayed": 1, "delayed": 1, "failed": 1}
        assert done.letters == 1
        assert last_words(case) == [
            ("accepted", "relayed"),
            ("accepted", "delayed"),
            ("bounced", "failed"),
            ("due", ""),
            ("accepted", ""),
        ]
        (reply,) = case.store.one("SELECT reply FROM deliveries WHERE state = 'bounced'")
        assert reply.startswith("5.1.1 host mx said: 550")


def test_the_same_log_again_says_nothing_new(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        sent(case)
        settled(case, tmp_path, PUT_OFF, REFUSED)
        again = settled(case, tmp_path, PUT_OFF, REFUSED)
        assert (again.fates, again.letters) == ({}, 0)
        assert settled(case, tmp_path, PASSED_ON, REFUSED).fates == {"relayed": 1}


def test_passed_on_is_not_called_arrived(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        settled(case, tmp_path, PASSED_ON)
        assert [one.told for one in persons_told(case)] == [Told.SENT]


@pytest.mark.parametrize("service", ["local", "virtual"])
def test_into_the_mailbox_is_arrived(tmp_path: Path, service: str) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        settled(case, tmp_path, "dsn=2.0.0, status=sent (delivered to maildir)", service=service)
        assert states(case) == [("email", "delivered")]
        assert [one.told for one in persons_told(case)] == [Told.ARRIVED]


def test_the_persons_proof_says_what_the_log_says(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        settled(case, tmp_path, PASSED_ON)
        (notice,) = proof_of(case, "P000000", "en").notices
        label = FeedbackKind.RELAYED.label("en")
        assert f"the server's log : {label} 2.0.0" in [event.what for event in notice.events]


def test_a_delay_that_cleared_makes_no_letter(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        sent(case)
        settled(case, tmp_path, PUT_OFF, PUT_OFF)
        settled(case, tmp_path, PASSED_ON)
        assert settle_delays(case, now=datetime.now(UTC) + timedelta(days=6)) == 1
        assert [state for _, state in states(case)] == ["accepted", "bounced", "due"]


def test_a_failure_in_the_log_and_its_bounce_make_one_letter(tmp_path: Path) -> None:
    bounce = (
        b"From: MAILER-DAEMON@mta.invalid\r\nSubject: Undelivered\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        b"Final-Recipient: rfc822; p0@exemple.invalid\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--b--\r\n"
    )
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        assert settled(case, tmp_path, REFUSED).letters == 1
        assert read_feedback(case, [bounce]).letters == 0
        assert states(case) == [("email", "bounced"), ("letter", "due")]


def test_a_message_of_somebody_else_is_not_ours(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        sent(case)
        log = log_of(case, tmp_path, REFUSED)
        log.write_text(log.read_text().replace("p0@exemple", "p9@exemple"))
        assert settle_by_log(case, log).fates == {}
