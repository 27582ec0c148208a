"""Who gets what: each rule, and which comes first."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.notify.people import MEDICAL, Invented, case_of
from tocsin.model.notice import Channel, HoldReason
from tocsin.notify.recipient import recipients
from tocsin.notify.rules import CONDITIONS, route, rules

TODAY = date(2025, 7, 10)
ADULT = Invented()
NO_EMAIL = replace(ADULT, email="")
NOWHERE = replace(NO_EMAIL, address="")

CASES: list[tuple[str, Invented, list[str], str]] = [
    ("adult with e-mail", ADULT, ["email"], "email"),
    ("no e-mail", NO_EMAIL, ["letter"], "no_email"),
    ("bad e-mail", replace(ADULT, email="marie@"), ["letter"], "no_email"),
    ("non-ASCII local part", replace(ADULT, email="é@exemple.invalid"), ["letter"], "no_email"),
    (
        "header break",
        replace(ADULT, email="a@b.invalid\r\nBcc: c@d.invalid"),
        ["letter"],
        "no_email",
    ),
    ("neither", NOWHERE, ["held"], "no_contact"),
    ("address too long", replace(NO_EMAIL, address="X" * 60), ["held"], "no_contact"),
    ("medical", MEDICAL, ["call", "registered_letter"], "medical"),
    (
        "medical, no phone",
        replace(MEDICAL, phone="", mobile=""),
        ["call", "registered_letter"],
        "medical",
    ),
    ("medical, no address", replace(MEDICAL, address=""), ["call"], "medical_no_address"),
    (
        "health but tier wrong",
        replace(ADULT, categories="health"),
        ["call", "registered_letter"],
        "medical",
    ),
    ("medical to review", replace(MEDICAL, status="to_review"), ["held"], "in_review"),
    ("to review", replace(ADULT, status="to_review"), ["held"], "in_review"),
    ("guardianship", replace(ADULT, guardian_name="UDAF"), ["held"], "guardianship"),
    ("medical, guardianship", replace(MEDICAL, guardian_name="UDAF"), ["held"], "guardianship"),
    ("minor", replace(ADULT, birth_date="2007-07-11"), ["held"], "minor"),
    ("eighteen today", replace(ADULT, birth_date="2007-07-10"), ["email"], "email"),
    ("medical minor", replace(MEDICAL, birth_date="2015-01-01"), ["held"], "minor"),
    (
        "minor to review",
        replace(ADULT, birth_date="2015-01-01", status="to_review"),
        ["held"],
        "minor",
    ),
    ("deceased", replace(ADULT, deceased_on="2020-01-01"), ["held"], "deceased"),
    (
        "deceased minor",
        replace(ADULT, deceased_on="2020-01-01", birth_date="2015-01-01"),
        ["held"],
        "deceased",
    ),
    ("deceased, medical", replace(MEDICAL, deceased_on="2020-01-01"), ["held"], "deceased"),
    ("age unknown", replace(ADULT, birth_date=None), ["email"], "email"),
]


@pytest.mark.parametrize(
    ("who", "channels", "reason"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_the_first_rule_that_applies_decides(
    who: Invented, channels: list[str], reason: str, tmp_path: Path
) -> None:
    with case_of(tmp_path / "c", [who]) as case:
        (person,) = recipients(case.store)
        rule = route(person, TODAY)
    assert [channel.value for channel in rule.channels] == channels
    assert rule.reason == reason


def test_every_rule_has_a_case_and_every_condition_a_rule() -> None:
    reasons = {reason for *_, reason in CASES} | {"shared_email"}  # tests/notify/test_held.py
    assert {rule.reason for rule in rules()} == reasons
    assert {id(rule.applies) for rule in rules()} == {id(c) for c in CONDITIONS.values()}


def test_every_reason_to_hold_has_a_name() -> None:
    held = {rule.reason for rule in rules() if Channel.HELD in rule.channels}
    assert held | {"unprintable", "decided"} == {reason.value for reason in HoldReason}
    assert all(reason.label("fr") and reason.label("en") for reason in HoldReason)
