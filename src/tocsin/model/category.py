"""What kind of a person's data was taken (the contract's categories)."""

from enum import StrEnum

from tocsin.language import Language


class Category(StrEnum):
    """A kind of personal data, in the order in which a notice lists them."""

    CIVIL_STATUS = "civil_status"
    CONTACT = "contact"
    NIR = "nir"
    IDENTITY_DOCUMENT = "identity_document"
    INSURANCE = "insurance"
    FINANCIAL = "financial"
    CREDENTIALS = "credentials"
    CARE_EPISODE = "care_episode"
    HEALTH = "health"
    OTHER_SENSITIVE = "other_sensitive"

    def label(self, language: Language) -> str:
        """The name of the kind for a reader, without article."""
        return _LABELS[self][0 if language == "fr" else 1]

    @property
    def is_medical(self) -> bool:
        """Whether it puts a person in the tier `medical` (contract: `health` does)."""
        return self is Category.HEALTH


class Tier(StrEnum):
    """How a person is told: `medical` persons are called and written to one by one."""

    ADMINISTRATIVE = "administrative"
    MEDICAL = "medical"


class Status(StrEnum):
    """Whether a finding stands by itself or waits for a person's decision."""

    CONFIRMED = "confirmed"
    TO_REVIEW = "to_review"


_LABELS: dict[Category, tuple[str, str]] = {
    Category.CIVIL_STATUS: ("état civil", "civil status"),
    Category.CONTACT: ("coordonnées", "contact details"),
    Category.NIR: ("numéro de sécurité sociale", "social-security number"),
    Category.IDENTITY_DOCUMENT: ("pièce d'identité", "identity document"),
    Category.INSURANCE: ("carte Vitale ou mutuelle", "health-insurance card or rights"),
    Category.FINANCIAL: ("données financières", "financial data"),
    Category.CREDENTIALS: ("identifiant et mot de passe", "login and password"),
    Category.CARE_EPISODE: ("venue ou rendez-vous", "stay or appointment"),
    Category.HEALTH: ("données de santé", "health data"),
    Category.OTHER_SENSITIVE: ("autres données sensibles", "other sensitive data"),
}
