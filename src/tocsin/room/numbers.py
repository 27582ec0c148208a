"""A number in an address: of a row, a batch. More digits than a database holds are no address."""

from django.urls.converters import IntConverter


class Row(IntConverter):
    """Up to 18 digits: what SQLite and PostgreSQL hold in 64 bits."""

    regex = "[0-9]{1,18}"
