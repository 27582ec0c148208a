"""Who may do what: permissions, roles, and the table between them. Rights are data, not code."""

from collections.abc import Iterable
from enum import StrEnum

from tocsin.language import Language, screen_language, tr


class Permission(StrEnum):
    """What a route asks for. Every route asks for exactly one."""

    ANYBODY = "anybody"
    """No sign-in: the sign-in page itself, style sheets."""

    SELF = "self"
    """Signed in, whatever the role: one's own account."""

    FIGURES = "figures"
    EVIDENCE = "evidence"
    FINDINGS = "findings"
    REVIEW = "review"
    PEOPLE = "people"
    UNMASK = "unmask"
    CORRECT = "correct"
    WORK = "work"
    NOTICES = "notices"
    SEND = "send"
    CALLS = "calls"
    ASSIGN = "assign"
    DUTIES = "duties"
    RECORD = "record"
    PRESS = "press"
    JOURNAL = "journal"
    USERS = "users"
    RIGHTS = "rights"

    def label(self, language: Language | None = None) -> str:
        """What it allows, for a reader."""
        return tr(*_PERMISSIONS[self], language or screen_language())


class Role(StrEnum):
    """What somebody is in the crisis cell."""

    DATA_PROTECTION = "data_protection"
    SECURITY = "security"
    DIRECTION = "direction"
    COMMUNICATION = "communication"
    CALLER = "caller"
    READER = "reader"
    ADMINISTRATOR = "administrator"

    def label(self, language: Language | None = None) -> str:
        """The role's name, for a reader."""
        return tr(*_ROLES[self], language or screen_language())

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role allows beyond one's own account."""
        return frozenset(p for p, roles in RIGHTS.items() if self in roles)


_R = Role
RIGHTS: dict[Permission, frozenset[Role]] = {
    Permission.FIGURES: frozenset(set(Role) - {_R.CALLER}),
    Permission.EVIDENCE: frozenset({_R.DATA_PROTECTION, _R.SECURITY, _R.DIRECTION, _R.READER}),
    Permission.FINDINGS: frozenset({_R.DATA_PROTECTION, _R.SECURITY, _R.DIRECTION, _R.READER}),
    Permission.REVIEW: frozenset({_R.DATA_PROTECTION}),
    Permission.PEOPLE: frozenset({_R.DATA_PROTECTION, _R.DIRECTION}),
    Permission.UNMASK: frozenset({_R.DATA_PROTECTION, _R.DIRECTION}),
    Permission.CORRECT: frozenset({_R.DATA_PROTECTION, _R.DIRECTION}),
    Permission.WORK: frozenset({_R.DATA_PROTECTION, _R.SECURITY}),
    Permission.NOTICES: frozenset({_R.DATA_PROTECTION, _R.DIRECTION, _R.COMMUNICATION, _R.READER}),
    Permission.SEND: frozenset({_R.DATA_PROTECTION, _R.DIRECTION}),
    Permission.CALLS: frozenset({_R.DATA_PROTECTION, _R.DIRECTION, _R.CALLER}),
    Permission.ASSIGN: frozenset({_R.DATA_PROTECTION, _R.DIRECTION}),
    Permission.DUTIES: frozenset(set(Role) - {_R.CALLER, _R.ADMINISTRATOR}),
    Permission.RECORD: frozenset({_R.DATA_PROTECTION, _R.DIRECTION}),
    Permission.PRESS: frozenset({_R.DATA_PROTECTION, _R.DIRECTION, _R.COMMUNICATION}),
    Permission.JOURNAL: frozenset({_R.DATA_PROTECTION, _R.SECURITY, _R.DIRECTION}),
    Permission.USERS: frozenset({_R.ADMINISTRATOR, _R.DATA_PROTECTION, _R.DIRECTION}),
    Permission.RIGHTS: frozenset({_R.DATA_PROTECTION, _R.DIRECTION}),
}
"""Administrators keep accounts and machines: nothing here lets them see a patient or approve."""


def allows(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether somebody signed in with these roles has the permission."""
    if permission in (Permission.ANYBODY, Permission.SELF):
        return True
    return not RIGHTS[permission].isdisjoint(roles)


def matrix() -> list[tuple[Permission, dict[Role, bool]]]:
    """Every permission with every role, for people and for tests."""
    return [
        (permission, {role: allows([role], permission) for role in Role}) for permission in RIGHTS
    ]


_PERMISSIONS: dict[Permission, tuple[str, str]] = {
    Permission.ANYBODY: ("sans connexion", "without signing in"),
    Permission.SELF: ("son propre compte", "one's own account"),
    Permission.FIGURES: ("voir les chiffres", "see the figures"),
    Permission.EVIDENCE: ("voir la copie scellée", "see the sealed copy"),
    Permission.FINDINGS: ("voir les constats", "see the findings"),
    Permission.REVIEW: ("trancher les questions", "decide the questions"),
    Permission.PEOPLE: ("chercher une personne", "look a person up"),
    Permission.UNMASK: ("lire en clair", "read in clear"),
    Permission.CORRECT: (
        "corriger, réunir, séparer des personnes",
        "correct, merge, split persons",
    ),
    Permission.WORK: ("lancer la lecture", "start the reading"),
    Permission.NOTICES: ("voir les avis", "see the notices"),
    Permission.SEND: ("soumettre, approuver, envoyer", "submit, approve, send"),
    Permission.CALLS: ("appeler des personnes", "call persons"),
    Permission.ASSIGN: ("confier et reprendre des appels", "give out calls, take them back"),
    Permission.DUTIES: ("voir les obligations", "see the duties"),
    Permission.RECORD: ("noter ce qui est fait, rédiger", "note what was done, draw up"),
    Permission.PRESS: ("établir et approuver la fiche de presse", "draft and approve the press"),
    Permission.JOURNAL: ("lire et exporter le journal", "read and export the journal"),
    Permission.USERS: ("voir les comptes, demander un droit", "see accounts, ask for a right"),
    Permission.RIGHTS: ("approuver un droit", "approve a right"),
}
_ROLES: dict[Role, tuple[str, str]] = {
    Role.DATA_PROTECTION: ("protection des données", "data protection"),
    Role.SECURITY: ("sécurité", "security"),
    Role.DIRECTION: ("direction", "care direction"),
    Role.COMMUNICATION: ("communication", "communication"),
    Role.CALLER: ("appels", "caller"),
    Role.READER: ("lecture seule", "reader"),
    Role.ADMINISTRATOR: ("administration technique", "administrator"),
}
