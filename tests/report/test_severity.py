import pytest

from tests.report.conftest import AT, PEOPLE, Affected, fill
from tocsin.case import Case
from tocsin.model.category import Category
from tocsin.report.severity import at_high_risk, band_of, rules, score_of, severities


def test_administrative_groups_score_two_to_three_and_medical_five(case: Case) -> None:
    scores = {(str(g.tier), g.dpc): g.score.value for g in severities(case.store, AT)}

    assert scores == {("medical", 4): 5.0, ("administrative", 2): 3.0, ("administrative", 1): 2.0}


def test_groups_part_the_confirmed_persons(case: Case) -> None:
    counted = sum(int(group.persons.value) for group in severities(case.store, AT))

    assert counted == sum(person.confirmed for person in PEOPLE)


@pytest.mark.parametrize("category", list(Category))
def test_every_category_has_a_score_and_its_reason(category: Category) -> None:
    rule = rules()["data"][category]

    assert 1 <= rule["score"] <= 4
    assert rule["fr"]
    assert rule["en"]
    assert ("raise_fr" in rule) == ("raise_en" in rule)


@pytest.mark.parametrize(
    ("categories", "score", "band"),
    [
        ("civil_status;contact", 2.0, "moyenne"),
        ("civil_status;nir", 3.0, "élevée"),
        ("civil_status;financial", 3.0, "élevée"),
        ("civil_status;care_episode", 3.0, "élevée"),
        ("civil_status;other_sensitive", 5.0, "très élevée"),
        ("civil_status;nir;health", 5.0, "très élevée"),
    ],
)
def test_the_gravest_kind_of_data_counts(
    empty_case: Case, categories: str, score: float, band: str
) -> None:
    fill(empty_case, (Affected("ZELINSKY", categories),))

    (group,) = severities(empty_case.store, AT)

    assert group.score.value == score
    assert group.band["fr"] == band


def test_only_the_reasons_of_the_group_are_given(empty_case: Case) -> None:
    fill(empty_case, (Affected("ZELINSKY", "civil_status;nir"),))

    (group,) = severities(empty_case.store, AT)

    assert group.why("fr").splitlines()[0] == "2 × 1,0 + 0,5 + 0,5"
    assert "numéro de sécurité sociale" in group.why("fr")
    assert "pièce d'identité" not in group.why("fr")


TABLE = {
    "simple": (1, {2, 3}, {4}),
    "behavioural": (2, {3}, {4}),
    "financial": (3, {4}, set()),
    "sensitive": (4, set(), set()),
}
"""ENISA's classes: base, raised, raised further."""


@pytest.mark.parametrize("name", TABLE)
def test_the_table_of_classes(name: str) -> None:
    entry = rules()["classes"][name]
    base, raised, further = TABLE[name]

    assert entry["base"] == base
    assert {score for score in entry["scores"] if score > base} == raised | further
    assert set(entry["why"]) == {str(score) for score in entry["scores"]} - {str(base)}
    assert all(len(words) == 2 and all(words) for words in entry["why"].values())


@pytest.mark.parametrize("category", list(Category))
def test_every_category_takes_a_score_of_its_class(category: Category) -> None:
    rule = rules()["data"][category]

    assert rule["score"] in rules()["classes"][rule["class"]]["scores"]


@pytest.mark.parametrize("part", ["ease", "confidentiality", "malice"])
def test_the_parts_that_are_used_are_in_the_table(part: str) -> None:
    assert rules()[part]["score"] in rules()["table"][part]


@pytest.mark.parametrize(
    ("dpc", "ease", "context", "score", "band"),
    [
        (1, 0.25, (), 0.25, "low"),
        (1, 1.0, (0.5,), 1.5, "low"),
        (1, 1.0, (0.5, 0.5), 2.0, "medium"),
        (2, 0.5, (0.25,), 1.25, "low"),
        (2, 0.75, (0.25, 0.25), 2.0, "medium"),
        (2, 1.0, (0.25, 0.5), 2.75, "medium"),
        (2, 1.0, (0.5, 0.5), 3.0, "high"),
        (3, 0.25, (0.5,), 1.25, "low"),
        (3, 1.0, (0.0, 0.5), 3.5, "high"),
        (3, 1.0, (0.5, 0.5), 4.0, "very high"),
        (4, 0.25, (), 1.0, "low"),
        (4, 0.5, (0.5,), 2.5, "medium"),
        (4, 0.75, (0.25, 0.5), 3.75, "high"),
        (4, 1.0, (0.5, 0.5), 5.0, "very high"),
        (4, 1.0, (0.5, 0.5, 0.5, 0.5), 6.0, "very high"),
    ],
)
def test_scores_and_bands(
    dpc: int, ease: float, context: tuple[float, ...], score: float, band: str
) -> None:
    assert score_of(dpc, ease, *context) == score
    assert band_of(score)["en"] == band


@pytest.mark.parametrize(("dpc", "ease"), [(0, 1.0), (5, 1.0), (1, 0.3), (1, 2.0)])
def test_what_is_not_in_the_table_is_no_score(dpc: int, ease: float) -> None:
    with pytest.raises(ValueError, match="table"):
        score_of(dpc, ease)


def test_the_score_in_sql_is_the_score_of_the_table(case: Case) -> None:
    for group in severities(case.store, AT):
        dpc, ease, *context = map(float, group.score.parameters)
        assert group.score.value == score_of(int(dpc), ease, *context)


def test_persons_at_high_risk_are_those_from_the_band_high_on(case: Case) -> None:
    high = [group for group in severities(case.store, AT) if float(group.score.value) >= 3.0]

    assert at_high_risk(case.store, AT).value == sum(int(g.persons.value) for g in high) > 0
