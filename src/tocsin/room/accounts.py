"""How people sign in: allauth's machinery, without sign-up, e-mail or a way around it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.urls import reverse

from tocsin.room.look import journal
from tocsin.room.models import User


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by `tocsin user add` and by nobody else."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The room sends no mail."""

    def set_password(self, user: User, password: str) -> None:
        """A password of one's own: from now on the whole room is open."""
        user.must_change_password = False
        user.set_password(password)
        user.save()
        journal("account.password", account=user.pk)

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:
        """Not for the first second factor: its owner has just signed in."""
        if app == "allauth.mfa" and not is_mfa_enabled(self.request.user):
            return False
        return bool(super().is_reauthentication_required(app=app))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to the first screen, or to what is still to be done before."""
        del request
        return reverse("home")

    def add_message(self, *_: Any, **__: Any) -> None:
        """The page that follows says enough."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Journaled without the name that was typed, which may be a password."""
        super().authentication_failed(request, **credentials)
        journal("account.sign_in_failed")


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Time-based codes and passkeys."""

    def get_totp_label(self, user: User) -> str:
        """What an authenticator shows."""
        return user.get_username()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks for the passkey: this very host."""
        from allauth.core import context

        host = context.request.get_host().rpartition(":")[0] or context.request.get_host()
        return {"id": host, "name": "Tocsin"}
