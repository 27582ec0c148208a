"""What the hospital says of itself and of the theft: the facts that no stolen file can tell."""

from dataclasses import dataclass

NEEDED = ("name", "phone", "dpo_name", "dpo_contact", "sender_email", "measures")
"""What a notice must give (GDPR art. 34(2) with 33(3)(b)-(d)), and the address it comes from.

The likely consequences, which the law asks for as well, stand in the templates by kind of data.
"""


@dataclass(frozen=True, slots=True)
class Hospital:
    """The facts of `DIR/hospital.toml`; "" or None where the hospital has not said yet.

    `address` holds the lines before `city`, which is postal code and town. `started_on`,
    `ended_on` and `discovered_at` are ISO 8601 dates or date-times. `measures` says in French, in
    whole sentences, what was done about the theft; `measures_en` the same in English.
    `two_persons`: no batch of notices leaves without a second person's approval; `test_first`: none
    is approved before a test e-mail was sent in its words.
    `ipp` and `sejour` are the forms of its patient numbers and stays (`tocsin.find.forms`).
    `authority_told_on` and `complaint_filed_on` are dates of acts already done.
    """

    name: str = ""
    address: tuple[str, ...] = ()
    city: str = ""
    phone: str = ""
    website: str = ""
    dpo_name: str = ""
    dpo_email: str = ""
    dpo_phone: str = ""
    sender_email: str = ""
    siren: str = ""
    started_on: str | None = None
    ended_on: str | None = None
    discovered_at: str | None = None
    attack_known_at: str | None = None
    authority_told_on: str | None = None
    complaint_filed_on: str | None = None
    measures: str = ""
    measures_en: str = ""
    two_persons: bool = False
    test_first: bool = False
    ipp: tuple[str, ...] = ()
    sejour: tuple[str, ...] = ()

    @property
    def dpo_contact(self) -> str:
        """Where the data-protection officer is reached: e-mail, else telephone."""
        return self.dpo_email or self.dpo_phone

    def missing(self) -> tuple[str, ...]:
        """The keys of the facts that a lawful notice needs and that are blank."""
        return tuple(_key(name) for name in NEEDED if not getattr(self, name))


def _key(name: str) -> str:
    return "dpo_email" if name == "dpo_contact" else name
