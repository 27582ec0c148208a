"""The room's tables are brought up to date with rows in them, and none of them is lost."""

import io

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.room.conftest import Room
from tests.room.people import browser, somebody
from tocsin.room import foureyes
from tocsin.room.models import Request, User
from tocsin.room.roles import Role
from tocsin.room.serve import migrate

OLDER = [("mfa", "0002_authenticator_timestamps")]
"""As a room of before had them: our own tables have one migration so far, allauth's have three."""


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Everything in the tables of accounts, second factors, rights, signatures and sessions."""
    tables = sorted(
        name
        for name in connection.introspection.table_names()
        if name.startswith(("room_", "mfa_")) or name == "django_session"
    )
    assert len(tables) >= 5
    return {name: _rows_of(name) for name in tables}


def _rows_of(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return sorted(cursor.fetchall(), key=repr)


def test_every_change_of_a_model_has_its_migration(room: Room) -> None:
    said = io.StringIO()
    call_command("makemigrations", "room", check=True, dry_run=True, stdout=said)
    assert "No changes" in said.getvalue()


def test_rows_outlive_the_migrations(room: Room) -> None:
    user = somebody("c.morel", Role.DATA_PROTECTION)
    browser(user)
    foureyes.ask(foureyes.GRANT, somebody("l.faure"), Role.READER, by="c.morel")
    before = rows()
    assert all(before.values())
    MigrationExecutor(connection).migrate(OLDER)
    migrate()
    assert rows() == before
    assert User.objects.get(username="c.morel").roles == {Role.DATA_PROTECTION}
    assert Request.objects.filter(state=Request.State.WAITING).count() == 1
