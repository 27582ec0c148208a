"""The gate: no view runs for somebody whose roles do not have its permission."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from tocsin.case import acting_as
from tocsin.room.access import account_of, permission_of, require
from tocsin.room.roles import Permission

FIRST_STEPS = frozenset(
    {"account_change_password", "account_reauthenticate", "account_logout", "mfa_reauthenticate"}
    | {"mfa_activate_totp", "mfa_add_webauthn", "second_factor", "mfa_reauthenticate_webauthn"}
)
"""What somebody may do before they have a password of their own and a second factor."""


class Gate:
    """Closed unless opened: a view that asks for no permission runs for nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; acts are journaled under the name of who does them."""
        name = request.user.get_username() if request.user.is_authenticated else "nobody"
        with acting_as(f"room/{name}"):
            return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Let pass, send to sign in, or refuse."""
        del args, kwargs
        permission = permission_of(view)
        if permission is Permission.ANYBODY:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if step := self._first_step(request):
            return step
        require(request, permission)
        return None

    def _first_step(self, request: HttpRequest) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or match.url_name in FIRST_STEPS:
            return None
        user = account_of(request)
        if user.must_change_password:
            return redirect("account_change_password")
        return None if is_mfa_enabled(user) else redirect("second_factor")
