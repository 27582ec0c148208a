"""A provider that says later holds up nobody else; its bounds are kept."""

import pytest

from tests.notify.turned import Clock
from tocsin.model.notice import Channel, DeliveryState
from tocsin.notify import lanes as module
from tocsin.notify.lanes import Lanes
from tocsin.notify.ledger import Kept, Planned
from tocsin.notify.providers import FILE, provider_of, providers
from tocsin.notify.smtp.reply import Reply


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def mail(notice: int, provider: str) -> Kept:
    planned = Planned(notice, Channel.EMAIL, "K7QX-3MT", "fr", "contact", "", "", "a@b.invalid")
    return Kept(notice, DeliveryState.READY, provider, planned)


def lanes_of(**counts: int) -> Lanes:
    lanes = Lanes(counts)
    for lane in lanes:
        name = lane.provider.name
        lane.waiting.extend(mail(n, name) for n in range(counts[name]))
        lane.is_exhausted = True
    return lanes


def names(mails: list[Kept]) -> list[str]:
    return [mail.provider for mail in mails]


def test_each_gets_its_turn_within_its_bounds(clock: Clock) -> None:
    lanes = lanes_of(orange=5, google=5)
    taken = lanes.take(100)
    assert names(taken).count("orange") == providers()["orange"].sessions == 2
    assert names(taken).count("google") == 5
    assert lanes.take(100) == []
    lanes.of(taken[0]).landed(Reply(250, ()))
    assert names(lanes.take(100)) == ["orange"]


def test_the_room_is_kept(clock: Clock) -> None:
    assert len(lanes_of(google=5).take(3)) == 3
    assert lanes_of(google=5).take(0) == []


def test_later_pauses_that_provider_and_no_other(clock: Clock) -> None:
    lanes = lanes_of(orange=9, google=9)
    first = lanes.take(4)
    for one in first:
        busy = one.provider == "orange"
        lanes.of(one).landed(Reply(421, ("4.7.0 OFR",)) if busy else Reply(250, ()))
    assert set(names(lanes.take(20))) == {"google"}
    clock.now += providers()["orange"].pause - 1
    assert lanes.take(20) == []
    clock.now += 2 + providers()["orange"].pause
    assert names(lanes.take(20)) == ["orange"], "one at a time, at a slower pace"


def test_the_pause_doubles_up_to_an_hour(clock: Clock) -> None:
    (lane,) = lanes_of(orange=99)
    pauses = []
    for _ in range(6):
        clock.now += 10_000
        lane.take()
        lane.landed(Reply(451, ()))
        pauses.append(lane.opens_in)
    assert pauses == [300, 600, 1200, 2400, 3600, 3600]


@pytest.mark.parametrize("reply", [None, Reply(250, ()), Reply(550, ("5.1.1 no such user",))])
def test_other_answers_pause_nobody(clock: Clock, reply: Reply | None) -> None:
    (lane,) = lanes_of(orange=3)
    lane.take()
    lane.landed(reply)
    assert lane.is_open


def test_a_small_server_speaks_for_itself_only(clock: Clock) -> None:
    lanes = Lanes([""])
    (lane,) = lanes
    lane.waiting.extend(mail(n, "") for n in range(50))
    taken = lanes.take(40)
    assert len(taken) == 40
    lane.landed(Reply(451, ("greylisted",)))
    assert lane.is_open


def test_what_is_left_goes_back(clock: Clock) -> None:
    lanes = lanes_of(orange=5)
    lanes.take(1)
    assert len(lanes.rest()) == 4
    assert lanes.is_empty


def test_every_provider_is_known_by_its_domains() -> None:
    assert provider_of("marie@" + "ORANGE.fr") == "orange"
    assert provider_of("marie@exemple.invalid") == ""
    domains = [domain for provider in providers().values() for domain in provider.domains]
    assert len(domains) == len(set(domains))
    assert all(domain == domain.lower() for domain in domains)
    assert FILE.exists()
