import pytest

from tests.report.conftest import AT, PEOPLE, Affected, fill
from tocsin.case import Case
from tocsin.model.category import Category
from tocsin.report.severity import rules, severities


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
