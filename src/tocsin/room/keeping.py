"""Accounts kept from the command line, by whoever holds the case's key."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.room.roles import Role
from tocsin.room.serve import migrate
from tocsin.room.settings import RoomSettings, set_up

if TYPE_CHECKING:
    from tocsin.room.models import User

PASSWORD_BYTES = 15


@dataclass(frozen=True, slots=True)
class Added:
    """A new account: its first password, roles it has, roles that wait for a second signature."""

    password: str
    granted: list[str]
    asked: list[str]


@contextmanager
def keeping(folder: Path, database: str = "") -> Iterator[None]:
    """The room's tables, for a command."""
    from django.conf import settings

    if not settings.configured:
        with Case.open(folder, exclusive=False) as case:
            set_up(RoomSettings.of(case, database=database))
        migrate()
    yield


def add_user(name: str, full_name: str = "", roles: Iterable[str] = ()) -> Added:
    """A new account. Raises `UsageError` if there is one of that name, or no such role."""
    from tocsin.room.look import journal
    from tocsin.room.models import User

    wanted = [_role(role) for role in roles]
    if not name.isascii() or not name.replace("-", "").replace(".", "").isalnum():
        raise _bad_name()
    if User.objects.filter(username=name).exists():
        raise _known()
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user = User.objects.create_user(name, password, full_name)
    journal("account.added", account=user.pk)
    return Added(password, *_give(user, wanted))


def change_roles(
    name: str, give: Iterable[str] = (), take: Iterable[str] = ()
) -> tuple[list[str], list[str]]:
    """Roles given at once, and what waits for a second signature. Taking away always waits."""
    from tocsin.room import foureyes

    user = _user(name)
    losing = [_role(role) for role in take]
    granted, asked = _give(user, [_role(role) for role in give])
    for role in losing:
        foureyes.ask(foureyes.REVOKE, user, role, by=terminal())
        asked.append(f"-{role.value}")
    return granted, asked


def _give(user: "User", roles: list[Role]) -> tuple[list[str], list[str]]:
    from tocsin.room import foureyes
    from tocsin.room.look import journal

    granted, asked = [], []
    beginning = foureyes.is_beginning()
    for role in roles:
        if beginning:
            foureyes.grant(user, role, asked_by=terminal(), approved_by=terminal())
            journal("rights.founded", account=user.pk, role=role.value)
            granted.append(role.value)
        else:
            foureyes.ask(foureyes.GRANT, user, role, by=terminal())
            asked.append(role.value)
    return granted, asked


def bind_user(name: str, identity: str) -> None:
    """Bind an account to whom the identity provider knows; "" unbinds it. Sessions end.

    Raises `UsageError` if another account is bound to the same.
    """
    from tocsin.room.look import journal
    from tocsin.room.models import User

    user = _user(name)
    if identity and User.objects.filter(identity=identity).exclude(pk=user.pk).exists():
        raise _bound()
    user.identity = identity or None
    if identity:
        user.must_change_password = False  # they come by the provider, not by the first password
    user.save(update_fields=["identity", "must_change_password"])
    user.end_sessions()
    journal("account.bound" if identity else "account.unbound", account=user.pk)


def list_users() -> list[str]:
    """A line an account."""
    from allauth.mfa.models import Authenticator

    from tocsin.room.models import User

    lines = []
    for user in User.objects.order_by("username"):
        factors = Authenticator.objects.filter(user=user).values_list("type", flat=True)
        roles = ",".join(sorted(role.value for role in user.roles)) or "-"
        state = "" if user.is_active else " (fermé · closed)"
        lines.append(f"{user.username}\t{roles}\t{','.join(factors) or '-'}{state}")
    return lines


def set_active(name: str, *, active: bool) -> None:
    """Close or open an account; closing ends its sessions."""
    from tocsin.room.look import journal

    user = _user(name)
    user.is_active = active
    user.save(update_fields=["is_active"])
    user.end_sessions()
    journal("account.enabled" if active else "account.disabled", account=user.pk)


def reset_user(name: str) -> str:
    """A new first password; second factors go, sessions end."""
    from allauth.mfa.models import Authenticator

    from tocsin.room.look import journal

    user, password = _user(name), secrets.token_urlsafe(PASSWORD_BYTES)
    user.set_password(password)
    user.must_change_password = True
    user.save()
    user.end_sessions()
    Authenticator.objects.filter(user=user).delete()
    journal("account.reset", account=user.pk)
    return password


def _user(name: str) -> "User":
    from tocsin.room.models import User

    user = User.objects.filter(username=name).first()
    if user is None:
        raise UsageError(
            "room.no_account",
            "La salle n'a aucun compte de ce nom.",
            "The room has no account of that name.",
            way_out_fr="« tocsin user list » montre les comptes.",
            way_out_en='"tocsin user list" shows the accounts.',
        )
    return user


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError as error:
        raise UsageError(
            "room.no_role",
            "Ce rôle n'existe pas.",
            "There is no such role.",
            way_out_fr=f"Rôles : {', '.join(Role)}.",
            way_out_en=f"Roles: {', '.join(Role)}.",
        ) from error


def terminal() -> str:
    """Who works at the terminal, as the journal names them; no account of the room has a slash."""
    import getpass

    return f"terminal/{getpass.getuser()}"


def _bound() -> UsageError:
    return UsageError(
        "room.identity_bound",
        "Un autre compte est déjà lié à cette identité.",
        "Another account is bound to this identity already.",
        way_out_fr="Une identité, un compte : déliez d'abord l'autre (tocsin user bind NOM).",
        way_out_en="One identity, one account: unbind the other first (tocsin user bind NAME).",
    )


def _bad_name() -> UsageError:
    return UsageError(
        "room.account_name",
        "Un nom de compte n'a que des lettres sans accent, des chiffres, des points, des tirets.",
        "An account's name has only letters without accents, digits, dots and hyphens.",
        way_out_fr="Par exemple : c.morel ; le nom affiché se donne par --full-name.",
        way_out_en="For example: c.morel; the name shown is given by --full-name.",
    )


def _known() -> UsageError:
    return UsageError(
        "room.account_known",
        "Un compte de ce nom existe déjà.",
        "There is an account of that name already.",
        way_out_fr="Choisissez un autre nom, ou « tocsin user reset » s'il a perdu son accès.",
        way_out_en='Choose another name, or "tocsin user reset" if its access was lost.',
    )
