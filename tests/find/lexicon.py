"""A small patient index made by hand: all its people are invented."""

from tocsin.match.idshape import IdShapes, id_key, squeezed
from tocsin.match.ownnumbers import OwnNumbers
from tocsin.model.mention import Mention, MentionKind

SURNAMES = frozenset(
    [
        "DUPONT",
        "MARTIN",
        "PETIT",
        "BERNARD",
        "DURAND",
        "GALL",
        "ROUX",
        "FONTAINE",
        "MOREAU",
        "GARCIA",
        "BENALI",
        "RAYNAUD",
        "ROSE",
        "DIANE",
        "PARKINSON",
        "LEFEBVRE",
        "LE",
    ]
)
GIVEN = frozenset(
    [
        "MARIE",
        "JEAN",
        "PIERRE",
        "LOUISE",
        "PAUL",
        "CLAIRE",
        "MARTIN",
        "ROSE",
        "DIANE",
        "ANNE",
        "SOPHIE",
        "LUCAS",
        "EMMA",
        "AHMED",
    ]
)
PATIENT_IDS = frozenset(("0012345678", "P12345", "800123456"))


STAYS = frozenset(("250012345",))
FORMS = {
    MentionKind.PATIENT_ID: ("HC-9999999999", "carte bleue : 99999"),
    MentionKind.STAY_ID: ("AA99-999999", "venue, passage n° : 9999999", "99999999"),
}
OWN = OwnNumbers(FORMS[MentionKind.PATIENT_ID])


class SmallLexicon:
    def is_surname(self, folded: str) -> bool:
        return folded in SURNAMES or folded in ("LE GALL", "DE SAINT MARTIN")

    def is_given_name(self, folded: str) -> bool:
        return folded in GIVEN

    def is_name(self, surname: str, given: str) -> bool:
        return self.is_surname(surname) and given in GIVEN

    def surname_tokens(self) -> frozenset[str]:
        return SURNAMES | {"LE"}

    def given_name_tokens(self) -> frozenset[str]:
        return GIVEN

    def is_patient_id(self, value: str) -> bool:
        return value in PATIENT_IDS

    def patient_id_of(self, written: str, *, zeros_lost: bool = False) -> str:
        def known(value: str) -> str:
            return id_key(value) if zeros_lost else squeezed(value)

        core = OWN.core_key(written)
        return next(
            (one for one in PATIENT_IDS if known(one) == known(written) or id_key(one) == core), ""
        )

    def patient_id_shapes(self) -> tuple[str, ...]:
        return IdShapes(PATIENT_IDS).usual

    def number_forms(self, kind: MentionKind) -> tuple[str, ...]:
        return FORMS.get(kind, ())

    @property
    def has_stays(self) -> bool:
        return True

    def is_stay(self, written: str) -> bool:
        return written in STAYS

    def patient_id_chance(self, value: str) -> float:
        return IdShapes(PATIENT_IDS).chance(value)


def values(mentions: list[Mention], *kinds: MentionKind) -> list[str]:
    """The values of these kinds, in order."""
    return [mention.value for mention in mentions if mention.kind in kinds]
