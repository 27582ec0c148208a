"""The timeline: what was said, logged, recorded and done, in order."""

from tests.report.conftest import AT
from tocsin.case import Case
from tocsin.report.acts import ActKind, record
from tocsin.report.material import gather


def test_moments_of_all_sources_stand_in_order(case: Case) -> None:
    record(case, ActKind.EVENT, "attack_known", person="A.", moment="2025-07-01T07:00+02:00")
    for bound, at in (("first", 1_750_970_400_000_000), ("last", 1_751_328_000_000_000)):
        case.store.execute(
            "INSERT INTO bounds (bound, at, confidence, mark, movers)"
            " VALUES (?, ?, 0.9, 'm', '[]')",
            (bound, at),
        )

    moments = gather(case, AT).timeline

    sources = [one.source.partition("/")[0] for one in moments]
    assert sources[:2] == ["hospital.toml", "watch"]
    assert {"ledger", "journal"} <= set(sources)
    assert all(one.fr and one.en for one in moments)
    texts = [one.fr for one in moments]
    assert texts.index("début du vol") < texts.index("événement : attaque connue")


def test_approvals_are_no_events_of_the_theft(case: Case) -> None:
    record(case, ActKind.APPROVED, "press/1", person="A.")

    assert not [one for one in gather(case, AT).timeline if "approbation" in one.fr]
