"""The room as an application of Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Its tables: accounts, grants, requests for a second signature. None holds a patient."""

    name = "tocsin.room"
    label = "room"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Journal who comes and goes."""
        from tocsin.room.coming import watch

        watch()
