"""What is in doubt is settled by the log or a person, and only then."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.notify.people import case_of, crowd, release, states
from tests.notify.scripted import Client, scripted
from tests.notify.test_send import picky
from tocsin.case import Case
from tocsin.clinic.mailserver import MailServer
from tocsin.errors import UsageError
from tocsin.notify import send, write_letters
from tocsin.notify.mail import (
    references_in_doubt,
    settle_by_hand,
    settle_by_log,
    write_instead,
)

TODAY = date(2025, 7, 10)
GRACE = timedelta()


def doubtful(case: Case) -> None:
    """Two accepted, the first in doubt."""

    def silent(client: Client) -> None:
        client.greet()
        client.envelope()
        client.hear_message()

    release(case, TODAY)
    with scripted([silent, picky("nobody", "550 no")]) as (url, _):
        assert send(case, url, timeout=1).in_doubt == 1


def log_of(case: Case, tmp_path: Path, queued: str) -> Path:
    """A Postfix log: two messages taken, the one in doubt as `queued` has it."""
    rows = case.store.execute("SELECT message_id, state, handed_at FROM deliveries ORDER BY notice")
    lines = []
    for number, (message_id, state, at) in enumerate(rows):
        name = f"{number}C1629C33A"
        head = f"{at} mta postfix/"
        lines.append(f"{head}smtpd[7]: connect from localhost[127.0.0.1]")
        if state == "accepted" or queued:
            lines.append(f"{head}smtpd[7]: {name}: client=localhost[127.0.0.1]")
            lines.append(f"{head}cleanup[8]: {name}: message-id=<{message_id}>")
        if state == "accepted" or queued == "active":
            lines.append(f"{head}qmgr[9]: {name}: from=<x>, size=1, nrcpt=1 (queue active)")
        lines.append(f"{head}smtpd[7]: disconnect from localhost[127.0.0.1] commands=4")
    path = tmp_path / "mail.log"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


@pytest.mark.parametrize(
    ("queued", "state", "sent_again"),
    [("active", "accepted", 0), ("", "ready", 1), ("begun", "in_doubt", 0)],
)
def test_by_the_log(tmp_path: Path, queued: str, state: str, sent_again: int) -> None:
    with case_of(tmp_path / "c", crowd(3)) as case:
        doubtful(case)
        done = settle_by_log(case, log_of(case, tmp_path, queued), grace=GRACE)
        assert states(case)[0] == ("email", state)
        proof = {"accepted": "log: taken 0C1629C33A", "ready": "log: not taken", "in_doubt": ""}
        assert case.store.one("SELECT reply FROM deliveries ORDER BY notice") == (proof[state],)
        assert (done.accepted, done.not_accepted, done.in_doubt) == (
            state == "accepted",
            state == "ready",
            state == "in_doubt",
        )
        with MailServer() as server:
            assert send(case, server.url).accepted == sent_again


def test_with_the_usual_grace_a_fresh_log_says_nothing_of_absence(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(3)) as case:
        doubtful(case)
        assert settle_by_log(case, log_of(case, tmp_path, "")).in_doubt == 1


@pytest.mark.parametrize(("accepted", "state"), [(True, "accepted"), (False, "ready")])
def test_by_a_person(tmp_path: Path, accepted: bool, state: str) -> None:
    with case_of(tmp_path / "c", crowd(3)) as case:
        doubtful(case)
        (reference,) = references_in_doubt(case)
        settle_by_hand(case, reference.lower(), accepted=accepted, by="Anne Lefèvre")
        assert states(case)[0] == ("email", state)
        assert references_in_doubt(case) == []
        (entry,) = case.store.execute(
            "SELECT detail FROM journal WHERE act = 'emails.settled' ORDER BY rowid DESC LIMIT 1"
        )
        assert "Anne" in entry[0]
        with pytest.raises(UsageError):
            settle_by_hand(case, reference, accepted=accepted, by="Anne Lefèvre")


def test_where_nobody_can_know_a_letter_goes_instead(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(3)) as case:
        doubtful(case)
        references = references_in_doubt(case)
        with pytest.raises(UsageError):
            write_instead(case, [*references, "K7QX-3MT"], "Anne Lefèvre")
        assert references_in_doubt(case) == references
        assert write_instead(case, references, "Anne Lefèvre") == 1
        assert states(case)[0] == ("email", "bounced")
        assert states(case)[-1] == ("letter", "due")
        assert write_letters(case, today=TODAY).letters == 1
        with MailServer() as server:
            assert send(case, server.url).accepted == 0


@pytest.mark.parametrize("reference", ["", "K7QX-3MT", "not one"])
def test_a_reference_that_is_not_in_doubt(tmp_path: Path, reference: str) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case, pytest.raises(UsageError) as caught:
        settle_by_hand(case, reference, accepted=True, by="Anne Lefèvre")
    assert caught.value.code == "mail.no_such_doubt"
