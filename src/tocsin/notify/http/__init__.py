"""E-mail providers that are spoken to over HTTP: one module a provider, the same seam as SMTP."""

from tocsin.notify.http.mailjet import Mailjet
from tocsin.notify.http.url import HttpUrl

__all__ = ["HttpUrl", "Mailjet"]
