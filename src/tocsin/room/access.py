"""What a view asks for: exactly one permission, and for grave acts a fresh proof of who acts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from tocsin.room.look import journal
from tocsin.room.models import User
from tocsin.room.roles import Permission

View = Callable[..., HttpResponseBase]


def account_of(request: HttpRequest) -> User:
    """Who is signed in. Raises `PermissionDenied` if nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def require(request: HttpRequest, permission: Permission) -> None:
    """Raise `PermissionDenied` unless who is signed in has the permission; that is journaled."""
    if not account_of(request).may(permission):
        journal("account.refused", permission=permission.value)
        raise PermissionDenied(permission.value)


def needs(permission: Permission, view: View) -> View:
    """`view` for those who have the permission; the gate reads it, and it is checked here again.

    An act that waited for a fresh proof of who acts is resumed without passing the gate.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if permission is not Permission.ANYBODY:
            require(request, permission)
        return view(request, *args, **kwargs)

    guarded.permission = permission  # type: ignore[attr-defined]
    return guarded


def shows(permission: Permission, view: View) -> View:
    """`view` as a page: read only."""
    return needs(permission, require_GET(view))


def acts(permission: Permission, view: View) -> View:
    """`view` as an act: by POST alone, with the token against forged requests."""
    return needs(permission, require_POST(view))


def acts_gravely(permission: Permission, view: View) -> View:
    """`view` as an act that asks again who is there, unless that was proved minutes ago."""
    checked: View = reauthentication_required(view)
    return acts(permission, checked)


def permission_of(view: Callable[..., Any]) -> Permission:
    """What the view asks for. Raises `PermissionError` if it forgot to say."""
    permission = getattr(view, "permission", None)
    if not isinstance(permission, Permission):
        raise PermissionError(f"{view.__module__}.{view.__qualname__} asks for no permission")
    return permission
