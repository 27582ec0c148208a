"""People of the crisis cell, for tests: signed in, with the roles they need."""

from typing import Any

from django.test import Client

from tests.room.conftest import PASSWORD
from tocsin.room.models import Grant, User
from tocsin.room.roles import Role

HOST = "localhost"


def somebody(name: str, *roles: Role) -> User:
    """An account that has its password, a second factor and these roles."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = User.objects.create_user(name, PASSWORD)
    user.must_change_password = False
    user.save()
    TOTP.activate(user, generate_totp_secret())
    for role in roles:
        Grant.objects.create(user=user, role=role.value, asked_by="a", approved_by="b")
    return user


def browser(user: User | None = None, *, fresh: bool = True) -> Client:
    """A client, signed in as `user`; `fresh` as if they had just proved who they are."""
    client = Client(HTTP_HOST=HOST)
    if user is not None:
        client.force_login(user)
        if fresh:
            prove(client)
    return client


def prove(client: Client) -> None:
    """Who is signed in has just proved it again."""
    import time

    session: Any = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
