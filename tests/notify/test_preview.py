"""The words before anybody reads them: previews of one person, and tests to named addresses."""

import email
import email.policy
from datetime import date
from pathlib import Path

import pytest

from tests.notify.people import MEDICAL, Invented, case_of, crowd
from tests.notify.scripted import Client, scripted
from tocsin.errors import MailError, UsageError
from tocsin.notify import prepare
from tocsin.notify.preview import preview_person, previews
from tocsin.notify.trial import NAME, send_tests

TODAY = date(2025, 7, 10)


def test_one_person_sees_each_of_their_notices(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [*crowd(1), MEDICAL, Invented(guardian_name="UDAF")]) as case:
        prepare(case, TODAY)
        (mail,) = preview_person(case, "P000000")
        call, letter = preview_person(case, "P000001")
        (waits,) = preview_person(case, "P000002")
        with pytest.raises(UsageError):
            preview_person(case, "P000009")
    assert "DUPONT-0" in mail
    assert "Vérifier que c'est la bonne personne".upper()[:8] in call.upper()
    assert "RECOMMANDÉE" in letter
    assert "personne protégée" in waits


def take_all(client: Client) -> None:
    client.greet()
    client.accept()
    client.accept()
    client.hear()


def test_a_test_goes_to_named_addresses_and_names_no_patient(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case, scripted([take_all]) as (url, clients):
        prepare(case, TODAY)
        assert send_tests(case, url, ["chef@exemple.invalid"]) == 2
        states = {state for (state,) in case.store.execute("SELECT state FROM deliveries")}
    messages = [
        email.message_from_bytes(raw, policy=email.policy.default) for raw in clients[0].messages
    ]
    assert states == {"ready"}
    assert [message["Content-Language"] for message in messages] == ["fr", "en"]
    for message in messages:
        assert message["To"] == "chef@exemple.invalid"
        text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert NAME in text
        assert "DUPONT" not in text


def test_a_wrong_test_address_is_refused(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", []) as case, pytest.raises(UsageError):
        send_tests(case, "smtp://127.0.0.1:1", ["chef"])


def refuse(client: Client) -> None:
    client.greet()
    client.hear()
    client.say("550 no")
    client.hear()
    client.hear()


def test_a_test_that_is_refused_is_said_so(tmp_path: Path) -> None:
    with (
        case_of(tmp_path / "c", []) as case,
        scripted([refuse]) as (url, _),
        pytest.raises(MailError),
    ):
        send_tests(case, url, ["chef@exemple.invalid"])


NAMED = ("DUPONT", "Lilas", "marie@", "04 65 71 00 01", "0465710001", "0639980002")


@pytest.mark.parametrize("tier", ["medical", "administrative"])
def test_a_preview_to_nobody_has_the_words_and_names_no_one(tmp_path: Path, tier: str) -> None:
    who = MEDICAL if tier == "medical" else Invented()
    with case_of(tmp_path / "c", [who]) as case:
        prepare(case, TODAY)
        shown = previews(case, is_named=False)
        assert {one.person for one in shown} == {0}
        for one, own in zip(shown, previews(case), strict=True):
            assert "EXEMPLE" in one.text
            assert not [word for word in NAMED if word in one.text]
            assert any(word in own.text for word in NAMED)
            assert one.text.splitlines()[-1] == own.text.splitlines()[-1]
