"""Only addresses that a mail server can take as they are get an e-mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.notify.mailbox import MAX_PATH, mailbox


@pytest.mark.parametrize(
    ("given_address", "taken"),
    [
        ("marie.dupont@exemple.invalid", "marie.dupont@exemple.invalid"),
        ("  marie@exemple.invalid ", "marie@exemple.invalid"),
        ("o'neil+rdv@sub.exemple.invalid", "o'neil+rdv@sub.exemple.invalid"),
        ("marie@hôpital.invalid", "marie@xn--hpital-ixa.invalid"),
    ],
)
def test_good_addresses(given_address: str, taken: str) -> None:
    assert mailbox(given_address) == taken


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "marie",
        "@exemple.invalid",
        "marie@",
        "marie@exemple",
        "marie@exemple..invalid",
        "marie..d@exemple.invalid",
        ".marie@exemple.invalid",
        "marie d@exemple.invalid",
        "marie@exemple.invalid\r\nRCPT TO:<x@y.invalid>",
        "marie\r\n@exemple.invalid",
        "marie>@exemple.invalid",
        "hélène@exemple.invalid",
        '"marie d"@exemple.invalid',
        "a@b@exemple.invalid",
        "marie@-exemple.invalid",
        "marie@exemple.invalid, jean@exemple.invalid",
        "x" * 65 + "@exemple.invalid",
        "marie@" + "a." * 130 + "invalid",
        "marie@\ud800.invalid",
    ],
)
def test_bad_addresses(bad: str) -> None:
    assert mailbox(bad) == ""


@given(st.text(max_size=80))
def test_nothing_unsafe_ever_passes(text: str) -> None:
    taken = mailbox(text) + mailbox(f"{text}@exemple.invalid") + mailbox(f"a@{text}.invalid")
    assert taken.isascii()
    assert len(taken) <= 3 * MAX_PATH
    assert not set(taken) & set('\r\n\0<> ,"')
