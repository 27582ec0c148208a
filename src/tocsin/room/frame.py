"""What every page has around it: the case's name, the screens one may open."""

from dataclasses import dataclass

from django.http import HttpRequest

from tocsin.errors import TocsinError
from tocsin.language import Language, screen_language, tr
from tocsin.notify import load_hospital
from tocsin.room.models import User
from tocsin.room.opened import folder
from tocsin.room.roles import RIGHTS, Permission


@dataclass(frozen=True, slots=True)
class Screen:
    """An entry of the menu."""

    route: str
    fr: str
    en: str
    permission: Permission

    @property
    def name(self) -> str:
        """The screen's name for the reader."""
        return tr(self.fr, self.en)


SCREENS = (
    Screen("now", "Maintenant", "Now", Permission.FIGURES),
    Screen("sealed", "Copie scellée", "Sealed copy", Permission.EVIDENCE),
    Screen("findings", "Constats", "Findings", Permission.FINDINGS),
    Screen("review", "Revue", "Review", Permission.REVIEW),
    Screen("people", "Personnes", "People", Permission.PEOPLE),
    Screen("notices", "Avis", "Notices", Permission.NOTICES),
    Screen("calls", "Appels", "Calls", Permission.CALLS),
    Screen("duties", "Autorités", "Authorities", Permission.DUTIES),
    Screen("press", "Presse", "Press", Permission.PRESS),
    Screen("journal", "Journal", "Journal", Permission.JOURNAL),
    Screen("users", "Comptes", "Accounts", Permission.USERS),
)
"""In the order of the story."""


def screens_for(request: HttpRequest) -> list[Screen]:
    """Those that this reader may open, in order."""
    user = getattr(request, "user", None)
    return [s for s in SCREENS if isinstance(user, User) and user.may(s.permission)]


def frame(request: HttpRequest) -> dict[str, object]:
    """For every template."""
    language: Language = screen_language()
    match = request.resolver_match
    return {
        "language": language,
        "screens": screens_for(request),
        "here": (match.url_name or "").partition("_")[0] if match else "",
        "hospital": hospital_name(),
        **_rights(request),
    }


def _rights(request: HttpRequest) -> dict[str, bool]:
    """What templates may offer; the gate decides all the same."""
    user = getattr(request, "user", None)
    return {f"can_{p.value}": isinstance(user, User) and user.may(p) for p in RIGHTS}


def hospital_name() -> str:
    """What the hospital calls itself, or the case's folder."""
    try:
        return load_hospital(folder()).name or folder().name
    except TocsinError:
        return folder().name
