"""Refusals are held until it is clear whether they speak of a recipient or of us."""

import pytest

from tests.notify.test_lanes import mail
from tocsin.notify.judge import IN_A_ROW, TELLING, Judge
from tocsin.notify.smtp import Lost
from tocsin.notify.smtp.reply import Reply

YES = Reply(250, ("ok",))
UNKNOWN = Reply(550, ("5.1.1 no such user",))
POLICY = Reply(554, ("5.7.1 relay access denied",))
LATER = Reply(450, ("4.2.1 later",))


def heard(judge: Judge, *replies: Reply | Lost) -> list[Reply | Lost]:
    return [reply for _, reply in judge.hear((mail(n, ""), r) for n, r in enumerate(replies))]


def test_an_acceptance_clears_what_came_before() -> None:
    judge = Judge()
    assert heard(judge, UNKNOWN, LATER) == []
    assert heard(judge, YES, UNKNOWN) == [UNKNOWN, LATER, YES]
    assert not judge.was_against_us
    assert [reply for _, reply in judge.verdict()] == [UNKNOWN]
    assert judge.verdict() == []


def test_a_doubt_is_clear_at_once() -> None:
    lost = Lost(in_doubt=True)
    assert heard(Judge(), UNKNOWN, lost) == [lost]


@pytest.mark.parametrize(
    ("replies", "against_us"),
    [
        ([POLICY], True),
        ([POLICY, UNKNOWN], False),
        ([UNKNOWN] * (TELLING - 1), False),
        ([UNKNOWN] * TELLING, True),
        ([LATER] * TELLING, True),
        ([LATER, UNKNOWN] * TELLING, False),
        ([YES, POLICY], False),
        ([YES] + [LATER] * TELLING, True),
        ([], False),
    ],
)
def test_at_the_end_of_a_run(replies: list[Reply], against_us: bool) -> None:
    judge = Judge()
    heard(judge, *replies)
    assert judge.was_against_us is against_us


@pytest.mark.parametrize("reply", [UNKNOWN, POLICY, LATER])
def test_many_in_a_row_in_the_middle_of_a_run(reply: Reply) -> None:
    judge = Judge()
    heard(judge, YES, *[reply] * (IN_A_ROW - 1))
    assert not judge.is_against_us
    heard(judge, reply)
    assert judge.is_against_us
