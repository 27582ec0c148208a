"""What would hurt delivery is said before anything leaves, and nothing is taken for asked."""

from dataclasses import dataclass, field

import pytest

from tests.notify.scripted import Client, scripted
from tests.notify.test_dkim import ED25519, RSA
from tocsin.notify.check import Grade, examine, record_of
from tocsin.notify.dns import Unanswered
from tocsin.notify.mail_file import MailSettings

SENDER = "information@etoile.invalid"
SIGNED = MailSettings("retours@etoile.invalid", (RSA, ED25519))


@dataclass
class Zone:
    """A DNS that knows what a test tells it."""

    txt: dict[str, list[str]] = field(default_factory=dict)
    mx: dict[str, list[str]] = field(default_factory=dict)
    a: dict[str, list[str]] = field(default_factory=dict)
    ptr: dict[str, list[str]] = field(default_factory=dict)

    def texts(self, name: str) -> list[str]:
        return self.txt.get(name, [])

    def exchangers(self, name: str) -> list[str]:
        return self.mx.get(name, [])

    def addresses(self, name: str) -> list[str]:
        return self.a.get(name, [])

    def names(self, address: str) -> list[str]:
        return self.ptr.get(address, [])


class Silent:
    def texts(self, name: str) -> list[str]:
        raise Unanswered

    exchangers = addresses = names = texts


def good_zone() -> Zone:
    return Zone(
        txt={
            "etoile.invalid": ["v=spf1 mx ip4:192.0.2.1 -all", "other=1"],
            "_dmarc.etoile.invalid": ["v=DMARC1; p=quarantine"],
            RSA.record_name: [record_of(RSA)],
            ED25519.record_name: [record_of(ED25519)],
        },
        mx={"etoile.invalid": ["mx.etoile.invalid"]},
    )


def grades(zone: Zone | Silent, settings: MailSettings = SIGNED) -> dict[str, set[Grade]]:
    found: dict[str, set[Grade]] = {}
    for finding in examine(SENDER, settings, zone, None):
        found.setdefault(finding.subject, set()).add(finding.grade)
    found.pop("horloge · clock")
    return found


def test_all_is_well() -> None:
    assert {grade for found in grades(good_zone()).values() for grade in found} == {Grade.GOOD}


@pytest.mark.parametrize(
    ("spf", "grade"),
    [
        ([], Grade.BAD),
        (["v=spf1 -all", "v=spf1 mx -all"], Grade.BAD),
        (["v=spf1 +all"], Grade.BAD),
        (["v=spf1 all"], Grade.BAD),
        (["v=spf1 mx ?all"], Grade.WEAK),
        (["v=spf1 " + "a " * 11 + "-all"], Grade.BAD),
        (["v=spf1 include:loop.invalid -all"], Grade.BAD),
        (["v=spf1 mx ~all"], Grade.GOOD),
    ],
)
def test_spf(spf: list[str], grade: Grade) -> None:
    zone = good_zone()
    zone.txt["etoile.invalid"] = spf
    zone.txt["loop.invalid"] = ["v=spf1 include:loop.invalid -all"]
    assert grades(zone)["SPF"] == {grade}


def test_a_key_that_is_not_published_is_shown() -> None:
    zone = good_zone()
    zone.txt[RSA.record_name] = [record_of(ED25519)]
    findings = [f for f in examine(SENDER, SIGNED, zone, None) if f.grade is Grade.BAD]
    assert [f.subject for f in findings] == ["DKIM"]
    assert record_of(RSA) in findings[0].sentence


def test_dmarc_of_the_domain_above_counts() -> None:
    zone = good_zone()
    del zone.txt["_dmarc.etoile.invalid"]
    assert Grade.WEAK in grades(zone)["DMARC"]
    zone.txt["_dmarc.mail.etoile.invalid"] = ["v=DMARC1; p=none"]
    assert Grade.WEAK in grades(zone)["DMARC"]


def test_nothing_aligned_is_bad() -> None:
    elsewhere = MailSettings("retours@relais.invalid", ())
    assert Grade.BAD in grades(good_zone(), elsewhere)["DMARC"]


def test_without_a_file_it_says_what_is_missing() -> None:
    found = grades(good_zone(), MailSettings())
    assert found["DKIM"] == found["return_path"] == {Grade.WEAK}


def test_no_home_for_what_bounces() -> None:
    zone = good_zone()
    zone.mx = {}
    assert grades(zone)["MX"] == {Grade.BAD}


def test_nobody_answers() -> None:
    found = grades(Silent())
    assert found["SPF"] == found["MX"] == found["DKIM"] == found["DMARC"] == {Grade.UNKNOWN}


@pytest.mark.parametrize("sender", ["", "not an address"])
def test_no_sender(sender: str) -> None:
    (finding,) = examine(sender, SIGNED, good_zone(), None)
    assert finding.grade is Grade.BAD


@pytest.mark.parametrize(("login", "grade"), [("235 welcome", Grade.GOOD), ("535 no", Grade.BAD)])
def test_the_server_lets_us_in_or_not(login: str, grade: Grade) -> None:
    def script(client: Client) -> None:
        client.greet("AUTH PLAIN")
        client.hear()
        client.say(login)
        client.hear()

    with scripted([script]) as (url, _):
        url = url.replace("smtp://", "smtp://joe:secret@")
        findings = list(examine(SENDER, SIGNED, good_zone(), url))
    assert findings[-1].grade is grade
    assert not any("secret" in finding.sentence for finding in findings)


@pytest.mark.parametrize(
    ("names", "grade"),
    [([], Grade.BAD), (["other.invalid"], Grade.BAD), (["r.invalid"], Grade.GOOD)],
)
def test_a_name_that_leads_back(names: list[str], grade: Grade) -> None:
    from tocsin.notify.check import _reverse

    public = "9.9.9.9"
    zone = Zone(a={"relais.invalid": [public], "r.invalid": [public]}, ptr={public: names})
    assert [finding.grade for finding in _reverse(zone, "relais.invalid")] == [grade]
    assert list(_reverse(zone, "127.0.0.1")) == []
