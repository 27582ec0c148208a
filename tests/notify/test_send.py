"""Every e-mail is handed over once, whatever the server or the machine does meanwhile."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.notify.people import MEDICAL, Invented, case_of, crowd, release, states
from tests.notify.scripted import Client, Script, scripted
from tocsin.case import Case
from tocsin.clinic.mailserver import MailServer
from tocsin.errors import MailError
from tocsin.model.notice import Channel
from tocsin.notify import SendResult, prepare, send
from tocsin.notify.held import decide
from tocsin.notify.sender import BATCH

TODAY = date(2025, 7, 10)


@pytest.fixture(scope="module")
def server() -> MailServer:
    with MailServer() as running:
        yield running


def sent(case: Case, url: str) -> SendResult:
    release(case, TODAY)
    return send(case, url, timeout=1)


def refuse(reply: str) -> Callable[[Client], None]:
    """Answer RCPT with `reply`, for every message until RSET."""

    def script(client: Client) -> None:
        client.greet()
        while command := client.hear():
            client.say(reply if command.startswith("RCPT") else "250 ok")

    return script


def picky(refused: str, reply: str) -> Script:
    """Accept all but the recipient that holds `refused`."""

    def script(client: Client) -> None:
        client.greet()
        while command := client.hear():
            if command == "DATA":
                client.say("354 go on")
                client.hear_message()
                client.say("250 ok")
            else:
                client.say(reply if f"<{refused}" in command else "250 ok")

    return script


def test_all_are_sent_once_and_a_second_run_sends_nothing(
    tmp_path: Path, server: MailServer
) -> None:
    people = [*crowd(2 * BATCH + 5), MEDICAL, Invented(email="")]
    before = server.counts()
    with case_of(tmp_path / "c", people) as case:
        first = sent(case, server.url)
        second = sent(case, server.url)
        reply = case.store.one("SELECT reply, message_id FROM deliveries WHERE state = 'accepted'")
    after = server.counts()
    assert (first.accepted, second.accepted) == (2 * BATCH + 5, 0)
    assert (first.in_doubt, first.waiting, first.withheld) == (0, 0, 0)
    assert after.accepted - before.accepted == 2 * BATCH + 5
    assert after.duplicates == before.duplicates
    assert reply[0].startswith("250")
    assert "@trois-ponts.invalid" in reply[1]


def test_two_at_one_address_get_two_messages_if_somebody_decides_so(
    tmp_path: Path, server: MailServer
) -> None:
    couple = [Invented(first_names="Marie"), Invented(first_names="Jean")]
    before = server.counts().accepted
    with case_of(tmp_path / "c", couple) as case:
        prepare(case, TODAY)
        decide(case, ["P000000", "P000001"], Channel.EMAIL, "Anne", "they agree", today=TODAY)
        assert sent(case, server.url).accepted == 2
    assert server.counts().accepted - before == 2


def test_without_the_hospitals_facts_it_still_goes(tmp_path: Path, server: MailServer) -> None:
    with case_of(tmp_path / "c", crowd(1), hospital="") as case:
        assert sent(case, server.url).accepted == 1


def test_an_address_refused_for_good_makes_a_letter_due(tmp_path: Path) -> None:
    people = crowd(3)
    with case_of(tmp_path / "c", people) as case:
        with scripted([picky("p1@", "550 5.1.1 no such user")]) as (url, _):
            result = sent(case, url)
        assert (result.accepted, result.refused) == (2, 1)
        assert states(case) == [
            ("email", "accepted"),
            ("email", "refused"),
            ("email", "accepted"),
            ("letter", "due"),
        ]
        assert release(case, TODAY).unchanged == 3


def test_refused_and_no_address_is_held(tmp_path: Path) -> None:
    people = [Invented(), replace(Invented(), email="gone@exemple.invalid", city="")]
    with case_of(tmp_path / "c", people) as case:
        with scripted([picky("gone@", "550 5.1.1 no")]) as (url, _):
            sent(case, url)
        assert states(case)[-1] == ("held", "held")


def test_what_is_put_off_goes_on_the_next_run(tmp_path: Path, server: MailServer) -> None:
    with case_of(tmp_path / "c", crowd(3)) as case:
        with scripted([picky("p1@", "450 4.2.1 later")]) as (url, _):
            first = sent(case, url)
        assert (first.accepted, first.deferred, first.waiting) == (2, 1, 1)
        assert sent(case, server.url).accepted == 1


@pytest.mark.parametrize(
    ("count", "reply", "code"),
    [
        (1, "554 5.7.1 relay access denied", "mail.refuses_all"),
        (12, "550 5.1.1 no such user", "mail.refuses_all"),
        (12, "450 4.7.1 greylisted", "mail.defers_all"),
        (12, "452 4.3.1 Insufficient system storage", "mail.defers_all"),
    ],
)
def test_a_server_that_refuses_all_is_not_taken_for_bad_addresses(
    tmp_path: Path, server: MailServer, count: int, reply: str, code: str
) -> None:
    with case_of(tmp_path / "c", crowd(count)) as case:
        with scripted([refuse(reply)]) as (url, _), pytest.raises(MailError) as caught:
            sent(case, url)
        assert caught.value.code == code
        assert "exemple.invalid" not in str(caught.value)
        assert {channel for channel, _ in states(case)} == {"email"}
        assert sent(case, server.url).accepted == count


def test_a_refused_sender_is_about_us(tmp_path: Path) -> None:
    def script(client: Client) -> None:
        client.greet()
        while command := client.hear():
            client.say("550 5.1.8 bad sender" if command.startswith("MAIL") else "250 ok")

    with case_of(tmp_path / "c", crowd(2)) as case:
        with scripted([script]) as (url, _), pytest.raises(MailError) as caught:
            sent(case, url)
        assert caught.value.code == "mail.refuses_all"
        assert states(case) == [("email", "deferred")] * 2


def test_a_connection_closed_between_messages_is_made_anew(tmp_path: Path) -> None:
    def one_each(client: Client) -> None:
        client.greet("PIPELINING")
        client.accept()

    with case_of(tmp_path / "c", crowd(5)) as case:
        with scripted([one_each]) as (url, clients):
            assert sent(case, url).accepted == 5
        assert sum(len(client.messages) for client in clients) == 5


def test_421_is_answered_by_a_new_connection(tmp_path: Path, server: MailServer) -> None:
    def tired(client: Client) -> None:
        client.greet()
        client.accept()
        client.hear()
        client.say("421 4.3.2 closing")

    with case_of(tmp_path / "c", crowd(2)) as case:
        with scripted([tired, picky("nobody", "550 no")]) as (url, _):
            result = sent(case, url)
        assert (result.accepted, result.deferred) == (1, 1)
        assert sent(case, server.url).accepted == 1


def test_a_connection_that_always_breaks_leaves_all_waiting(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(4)) as case:
        with (
            scripted([lambda client: client.greet()]) as (url, _),
            pytest.raises(MailError) as caught,
        ):
            sent(case, url)
        assert caught.value.code == "mail.lost"
        assert states(case) == [("email", "ready")] * 4
        assert case.store.count("SELECT sum(attempts) FROM deliveries") == 0


def test_an_answer_that_never_came_is_in_doubt_and_not_sent_again(
    tmp_path: Path, server: MailServer
) -> None:
    def silent(client: Client) -> None:
        client.greet()
        client.envelope()
        client.hear_message()

    with case_of(tmp_path / "c", crowd(3)) as case:
        with scripted([silent, picky("nobody", "550 no")]) as (url, _):
            first = sent(case, url)
        assert (first.accepted, first.in_doubt) == (2, 1)
        again = sent(case, server.url)
        assert (again.accepted, again.in_doubt) == (0, 1)
        assert states(case)[0] == ("email", "in_doubt")


def test_a_server_that_is_away_changes_nothing(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        release(case, TODAY)
        before = case.store.execute("SELECT * FROM deliveries")
        with pytest.raises(MailError):
            send(case, "smtp://127.0.0.1:1")
        assert case.store.execute("SELECT * FROM deliveries") == before


NO_LONGER_DUE = [
    "UPDATE affected SET categories = 'contact;nir'",
    "UPDATE affected SET tier = 'medical'",
    "UPDATE affected SET status = 'to_review'",
    "UPDATE persons SET email = 'other@exemple.invalid'",
    "UPDATE persons SET deceased_on = '2025-01-01'",
    "UPDATE persons SET guardian_name = 'UDAF'",
    "UPDATE persons SET language = 'en'",
    "DELETE FROM affected",
]
NOT_WHAT_WAS_APPROVED = [
    "UPDATE deliveries SET recipient = 'p2@exemple.invalid'",
    "UPDATE notices SET categories = 'financial'",
]


@pytest.mark.parametrize(
    ("change", "withheld"),
    [*((sql, 1) for sql in NO_LONGER_DUE), *((sql, 0) for sql in NOT_WHAT_WAS_APPROVED)],
)
def test_what_was_changed_since_does_not_leave(
    tmp_path: Path, server: MailServer, change: str, withheld: int
) -> None:
    """The ledger's word withholds it; a change of the approved list voids the approval."""
    with case_of(tmp_path / "c", crowd(1)) as case:
        release(case, TODAY)
        case.store.execute(change)
        result = send(case, server.url)
        assert (result.accepted, result.withheld, result.waiting) == (0, withheld, 1)


def test_a_message_that_names_another_is_withheld(
    tmp_path: Path, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = sys.modules["tocsin.notify.composer"].Mailing.compose

    def shifted(self: object, language: str, categories: str, to: object) -> bytes:
        wrong = replace(to, name="Jean AUTRE")  # type: ignore[type-var]
        return bytes(original(self, language, categories, wrong))

    monkeypatch.setattr(sys.modules["tocsin.notify.composer"].Mailing, "compose", shifted)
    with case_of(tmp_path / "c", crowd(2)) as case:
        result = sent(case, server.url)
        assert (result.accepted, result.withheld) == (0, 2)


RUN = """
import sys
from pathlib import Path
from tocsin.case import Case
from tocsin.errors import Interrupted
from tocsin.notify import send
with Case.open(Path(sys.argv[1])) as case:
    print("go", flush=True)
    try:
        send(case, sys.argv[2], rate=400)
    except Interrupted as error:
        sys.exit(error.exit_code)
"""


def run_and_stop(folder: Path, server: MailServer, how: signal.Signals, after: int) -> int:
    """A sender in a process of its own, stopped once the server has `after` more messages."""
    start = server.counts().accepted
    process = subprocess.Popen([sys.executable, "-c", RUN, folder, server.url])
    while server.counts().accepted < start + after and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(how)
    return process.wait(timeout=60)


@pytest.mark.parametrize("after", [1, 57, BATCH + 3])
def test_killed_in_the_middle_no_one_is_told_twice(
    tmp_path: Path, server: MailServer, after: int
) -> None:
    people = 2 * BATCH
    before = server.counts()
    with case_of(tmp_path / "c", crowd(people)) as case:
        release(case, TODAY)
    assert run_and_stop(tmp_path / "c", server, signal.SIGKILL, after) == -signal.SIGKILL
    with Case.open(tmp_path / "c") as case:
        result = send(case, server.url)
        accepted = states(case).count(("email", "accepted"))
    gained = server.counts().accepted - before.accepted
    assert server.counts().duplicates == before.duplicates
    assert result.in_doubt <= BATCH
    assert accepted + result.in_doubt == people
    assert accepted <= gained <= people
    assert result.waiting == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopped_by_the_user_nothing_is_in_doubt(
    tmp_path: Path, server: MailServer, how: signal.Signals
) -> None:
    people = 2 * BATCH
    before = server.counts()
    with case_of(tmp_path / "c", crowd(people)) as case:
        release(case, TODAY)
    assert run_and_stop(tmp_path / "c", server, how, 30) == 130
    with Case.open(tmp_path / "c") as case:
        done = states(case).count(("email", "accepted"))
        assert 30 <= done < people
        result = send(case, server.url)
    assert (result.accepted, result.in_doubt) == (people - done, 0)
    assert server.counts().accepted - before.accepted == people
    assert server.counts().duplicates == before.duplicates


def test_no_person_is_in_the_journal(tmp_path: Path, server: MailServer) -> None:
    with case_of(tmp_path / "c", crowd(3)) as case:
        sent(case, server.url)
        text = str(case.store.execute("SELECT * FROM journal"))
    assert "exemple.invalid" not in text
    assert "DUPONT" not in text
