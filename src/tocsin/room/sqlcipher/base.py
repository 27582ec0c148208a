"""Django's SQLite backend on `sqlcipher3`: the same SQL, a connection that must be unlocked first.

The key is `PASSWORD` of the database's settings, 64 hexadecimal digits: raw, so that no key
derivation costs a quarter of a second a connection.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as sqlcipher

PRAGMAS = (
    *("foreign_keys = ON", "legacy_alter_table = OFF", "journal_mode = WAL"),
    *("synchronous = FULL", "temp_store = MEMORY", "busy_timeout = 30000"),
)


def _converter(parse: Callable[[str], Any]) -> Callable[[bytes], Any]:
    return lambda text: parse(text.decode())


sqlcipher.register_converter("bool", b"1".__eq__)
sqlcipher.register_converter("date", _converter(parse_date))
sqlcipher.register_converter("time", _converter(parse_time))
sqlcipher.register_converter("datetime", _converter(parse_datetime))
sqlcipher.register_converter("timestamp", _converter(parse_datetime))
sqlcipher.register_adapter(Decimal, str)
sqlcipher.register_adapter(date, date.isoformat)
sqlcipher.register_adapter(datetime, lambda at: at.isoformat(" "))


class Cursor(sqlcipher.Cursor):  # type: ignore[misc]
    """Takes Django's `%s` for SQLite's `?`."""

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement."""
        if params is None:
            return super().execute(query)
        return super().execute(_marked(query, params), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Run one statement for each of the parameters."""
        rows = list(param_list)
        return super().executemany(_marked(query, rows[0] if rows else ()), rows)


def _marked(query: str, params: Any) -> str:
    if isinstance(params, Mapping):
        return query % {name: f":{name}" for name in params}
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to an encrypted file."""

    Database = sqlcipher

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open and unlock."""
        connection = sqlcipher.connect(**conn_params)
        connection.execute(f"PRAGMA key = \"x'{self.settings_dict['PASSWORD']}'\"")
        register(connection)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002 - Django's signature
        """A cursor in Django's style."""
        return Cursor(self.connection)
