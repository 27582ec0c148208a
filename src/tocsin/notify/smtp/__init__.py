"""A thin SMTP client (RFC 5321) that pipelines envelopes (RFC 2920) and knows what is in doubt."""

from tocsin.notify.smtp.session import Lost, Session
from tocsin.notify.smtp.url import SmtpUrl

__all__ = ["Lost", "Session", "SmtpUrl"]
