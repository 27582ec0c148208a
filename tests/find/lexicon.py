"""A small patient index made by hand: all its people are invented."""

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

    def surname_tokens(self) -> frozenset[str]:
        return SURNAMES | {"LE"}

    def given_name_tokens(self) -> frozenset[str]:
        return GIVEN

    def is_patient_id(self, value: str) -> bool:
        return value in PATIENT_IDS


def values(mentions: list[Mention], *kinds: MentionKind) -> list[str]:
    """The values of these kinds, in order."""
    return [mention.value for mention in mentions if mention.kind in kinds]
