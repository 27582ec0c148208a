"""Fields whose value looks like something else: a particle, an everyday word, another number."""

import pytest

from tocsin.find import TextFinder
from tocsin.match import PatientIndex
from tocsin.model.mention import MentionKind as K
from tocsin.model.person import Person

FINDER = TextFinder(
    PatientIndex(
        [
            Person("41000014", birth_name="LE", first_names="Raphaël"),
            Person("41000021", birth_name="Petit", first_names="Célestin"),
            Person("41000028", birth_name="DO", first_names="Duc"),
        ]
    )
)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Nom | LE\nPrénom | Raphaël\nNé(e) le | 13/03/2017\n", K.SURNAME, "LE"),
        ("Nom : DO\nPrénom : Duc\n", K.SURNAME, "DO"),
        ("nom prenom : célestin petit\nne(e) le : 1/4/2003\n", K.FULL_NAME, "CELESTIN PETIT"),
        ("Nouveau mot de passe (IPP : 41000014) - mot de passe : abC3f!wZ\n", K.PATIENT_ID,
         "41000014"),
    ],
)  # fmt: skip
def test_what_a_label_announces_is_found(text: str, kind: K, value: str) -> None:
    assert (kind, value) in {(mention.kind, mention.value) for mention in FINDER.find(text)}


def test_the_secret_is_still_found() -> None:
    text = "Mot de passe du patient (IPP : 41000014) : abC3f!wZ\n"
    secrets = [text[m.start : m.end] for m in FINDER.find(text) if m.kind is K.CREDENTIAL]
    assert secrets == ["abC3f!wZ"]
