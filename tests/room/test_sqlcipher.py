"""The room's tables are noise on disk, and refuse another key."""

from django.db import connection

from tests.room.conftest import Room
from tests.room.people import somebody
from tocsin.room.settings import ROOM_NAME


def test_no_word_of_an_account_is_on_disk(room: Room) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL's disk is its own keeper's
    somebody("nom-tres-reconnaissable")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in room.folder.glob(f"{ROOM_NAME}*"):
        content = path.read_bytes()
        assert b"nom-tres-reconnaissable" not in content
        assert not content.startswith(b"SQLite format 3")


def test_migrations_are_whole(room: Room) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "room", check=True, dry_run=True, verbosity=0)


def test_moments_come_back_as_they_were(room: Room) -> None:
    from tocsin.room.models import User

    made = somebody("a")
    assert User.objects.get(pk=made.pk).created_at == made.created_at
    assert User.objects.filter(created_at__gt=made.created_at).count() == 0
    assert User.objects.filter(username__icontains="A", is_active=True).count() == 1


def test_a_percent_sign_is_no_parameter(room: Room) -> None:
    from tocsin.room.models import User

    somebody("a")
    assert not User.objects.filter(full_name__contains="%").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT '100%%', %s", ["x"])
        assert cursor.fetchone() == ("100%", "x")
