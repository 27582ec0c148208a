"""What decoys prove: 59 of 59 at least 95 %, 299 of 299 at least 99 %."""

import pytest

from tocsin.assess.recall.decoys import Decoy, Decoys, Share
from tocsin.model.category import Category


@pytest.mark.parametrize(
    ("tried", "found", "least"),
    [(59, 59, 0.9505), (299, 299, 0.99), (58, 58, 0.9497), (299, 298, 0.9842), (0, 0, 0.0)],
)
def test_the_share_found_at_least(tried: int, found: int, least: float) -> None:
    assert Share(tried, found).least == pytest.approx(least, abs=2e-4)


def test_59_and_299_are_the_fewest() -> None:
    assert Share(59, 59).least >= 0.95 > Share(58, 58).least
    assert Share(299, 299).least >= 0.99 > Share(298, 298).least


def test_kinds_count_only_where_they_are_told() -> None:
    both, none = ("civil_status", "health"), ()
    run = Decoys(1, "", "", 0, (
        Decoy(1, "a", True, True, both, both),
        Decoy(2, "a", True, False, both, ("civil_status",)),
        Decoy(3, "b", False, False, ("civil_status",), none),
    ))  # fmt: skip
    assert run.persons == Share(3, 2)
    assert run.confirmed == Share(3, 1)
    assert run.kind(Category.HEALTH) == Share(2, 1)
    assert run.kind(Category.NIR) == Share(0, 0)
    assert (run.families, run.missed) == (2, (3,))
