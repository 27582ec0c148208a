"""A small patient index made by hand: all its people are invented."""

from tocsin.match.idshape import IdShapes, id_key, squeezed
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

        return next((one for one in PATIENT_IDS if known(one) == known(written)), "")

    def patient_id_shapes(self) -> tuple[str, ...]:
        return IdShapes(PATIENT_IDS).usual

    def patient_id_chance(self, value: str) -> float:
        return IdShapes(PATIENT_IDS).chance(value)


def values(mentions: list[Mention], *kinds: MentionKind) -> list[str]:
    """The values of these kinds, in order."""
    return [mention.value for mention in mentions if mention.kind in kinds]
