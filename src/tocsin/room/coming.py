"""Who comes and goes, and what they change about their own access, in the journal."""

from typing import Any

from allauth.mfa import signals as factors
from django.contrib.auth.signals import user_logged_in, user_logged_out

from tocsin.case import acting_as
from tocsin.room.look import journal


def watch() -> None:
    """Listen, for as long as the process lives."""
    user_logged_in.connect(_signed_in, dispatch_uid="tocsin")
    user_logged_out.connect(_signed_out, dispatch_uid="tocsin")
    factors.authenticator_added.connect(_added, dispatch_uid="tocsin")
    factors.authenticator_removed.connect(_removed, dispatch_uid="tocsin")


def _signed_in(user: Any, **_: Any) -> None:
    with acting_as(f"room/{user.get_username()}"):
        journal("account.signed_in", account=user.pk)


def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        journal("account.signed_out", account=user.pk)


def _added(user: Any, authenticator: Any, **_: Any) -> None:
    journal("account.factor_added", account=user.pk, factor=authenticator.type)


def _removed(user: Any, authenticator: Any, **_: Any) -> None:
    journal("account.factor_removed", account=user.pk, factor=authenticator.type)
