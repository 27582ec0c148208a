"""Two people for a right: nobody approves what they asked for or gain by."""

import pytest

from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tocsin.errors import UsageError
from tocsin.room import foureyes
from tocsin.room.keeping import add_user, change_roles
from tocsin.room.models import Request, User
from tocsin.room.roles import Role


def roles_of(name: str) -> frozenset[Role]:
    return User.objects.get(username=name).roles


def test_one_asks_another_approves(room: Room) -> None:
    asking, approving = somebody("a", Role.ADMINISTRATOR), somebody("b", Role.DIRECTION)
    somebody("c")
    before = last_entry(room)
    browser(asking).post("/accounts/ask", {"kind": "grant", "role": "reader", "account": "c"})
    request = Request.objects.get()
    assert roles_of("c") == frozenset()
    browser(approving).post(f"/accounts/{request.pk}/decide", {"answer": "approve"})
    assert roles_of("c") == {Role.READER}
    assert [act for act, _, _ in acts(room, before) if act.startswith("rights.")] == [
        "rights.asked",
        "rights.decided",
    ]


@pytest.mark.parametrize("approver", ["asker", "subject"])
def test_not_by_oneself(approver: str) -> None:
    asker = somebody("asker", Role.DATA_PROTECTION)
    subject = somebody("subject", Role.DIRECTION)
    request = foureyes.ask(foureyes.GRANT, subject, Role.SECURITY, by=asker.username)
    by = User.objects.get(username=approver)
    with pytest.raises(UsageError, match=r"room\.four_eyes"):
        foureyes.decide(request.pk, by=by, approve=True)
    answer = browser(by).post(f"/accounts/{request.pk}/decide", {"answer": "approve"})
    assert answer.status_code == 409
    assert roles_of("subject") == {Role.DIRECTION}


def test_an_answer_is_given_once() -> None:
    approver = somebody("b", Role.DIRECTION)
    request = foureyes.ask(foureyes.GRANT, somebody("c"), Role.READER, by="a")
    foureyes.decide(request.pk, by=approver, approve=False)
    with pytest.raises(UsageError, match=r"room\.nothing_waits"):
        foureyes.decide(request.pk, by=approver, approve=True)
    assert roles_of("c") == frozenset()


def test_taking_a_right_away_takes_two_as_well() -> None:
    approver, subject = somebody("b", Role.DIRECTION), somebody("c", Role.READER)
    request = foureyes.ask(foureyes.REVOKE, subject, Role.READER, by="a")
    assert roles_of("c") == {Role.READER}
    foureyes.decide(request.pk, by=approver, approve=True)
    assert roles_of("c") == frozenset()


def test_the_terminal_founds_the_room_and_then_only_asks() -> None:
    assert add_user("un", roles=["data_protection"]).granted == ["data_protection"]
    assert add_user("deux", roles=["direction"]).granted == ["direction"]
    third = add_user("trois", roles=["direction"])
    assert (third.granted, third.asked) == ([], ["direction"])
    assert change_roles("un", ["security"], ["data_protection"]) == (
        [],
        ["security", "-data_protection"],
    )
    assert roles_of("un") == {Role.DATA_PROTECTION}


def test_the_same_request_waits_once() -> None:
    subject = somebody("c")
    first = foureyes.ask(foureyes.GRANT, subject, Role.READER, by="a")
    assert foureyes.ask(foureyes.GRANT, subject, Role.READER, by="b").pk == first.pk


def test_what_waits_for_me_is_on_the_first_screen() -> None:
    approver = somebody("b", Role.DIRECTION)
    foureyes.ask(foureyes.GRANT, somebody("c"), Role.READER, by="a")
    assert "Attend votre signature" in browser(approver).get("/now").content.decode()
    reader = somebody("d", Role.READER)
    assert "Attend votre signature" not in browser(reader).get("/now").content.decode()


def test_a_grave_act_asks_again_who_is_there() -> None:
    client = browser(somebody("a", Role.DATA_PROTECTION), fresh=False)
    somebody("c")
    answer = client.post("/accounts/ask", {"kind": "grant", "role": "reader", "account": "c"})
    assert answer["Location"].startswith("/account/again")
    assert Request.objects.count() == 0
    answer = client.post("/journal/export")
    assert answer["Location"].startswith("/account/again")


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "grant", "role": "king", "account": "c"},
        {"kind": "crown", "role": "reader", "account": "c"},
        {"kind": "shred", "role": "reader", "account": "c"},
        {"kind": "grant", "role": "reader", "account": "nobody"},
    ],
)
def test_nonsense_is_not_asked_for(asked: dict[str, str]) -> None:
    somebody("c")
    answer = browser(somebody("a", Role.DIRECTION)).post("/accounts/ask", asked)
    assert answer.status_code == 404
    assert Request.objects.count() == 0
