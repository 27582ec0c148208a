"""How others send: the naive stack and django-post_office, in the environment of the peers.

    python notify_child.py naive|post_office PORT COUNT BODY KEY

`BODY` is a file with the text of one notice, `KEY` a private key in PEM. Prints the seconds it took
to compose, sign where it can, record and hand over `COUNT` messages.
"""

import os
import smtplib
import sys
import tempfile
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

SENDER = "information@trois-ponts.invalid"


def naive(port: int, count: int, body: str, key: bytes) -> None:
    """email.message, dkimpy and smtplib, a message at a time on one connection."""
    import dkim

    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(count):
            message = EmailMessage()
            message["From"], message["To"] = SENDER, f"p{number}@exemple.invalid"
            message["Subject"] = "Vos données ont été volées"
            message["Date"] = format_datetime(datetime.now(UTC))
            message["Message-ID"] = make_msgid(domain="trois-ponts.invalid")
            message.set_content(f"Bonjour {number},\n{body}")
            message.add_alternative(f"<p>Bonjour {number},</p><p>{body}</p>", subtype="html")
            raw = message.as_bytes().replace(b"\n", b"\r\n")
            signature = dkim.sign(raw, b"tocsin", b"trois-ponts.invalid", key)
            server.sendmail(SENDER, [f"p{number}@exemple.invalid"], signature + raw)


def post_office(port: int, count: int, body: str, _key: bytes) -> None:
    """django-post_office on SQLite: a row an e-mail, then `send_queued`. It does not sign."""
    import django
    from django.conf import settings

    folder = tempfile.mkdtemp()
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "post_office"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/db"}},
        EMAIL_BACKEND="post_office.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        POST_OFFICE={"BATCH_SIZE": count, "LOG_LEVEL": 0},
    )
    django.setup()
    from django.core.management import call_command
    from post_office import mail

    call_command("migrate", verbosity=0)
    global started
    started = time.monotonic()
    for number in range(count):
        mail.send(
            f"p{number}@exemple.invalid",
            SENDER,
            subject="Vos données ont été volées",
            message=f"Bonjour {number},\n{body}",
            html_message=f"<p>Bonjour {number},</p><p>{body}</p>",
        )
    call_command("send_queued_mail", processes=1, verbosity=0)


if __name__ == "__main__":
    how, port, count, body, key = sys.argv[1:]
    started = time.monotonic()
    {"naive": naive, "post_office": post_office}[how](
        int(port), int(count), Path(body).read_text(encoding="utf-8"), Path(key).read_bytes()
    )
    sys.stdout.write(f"{time.monotonic() - started}\n")
    sys.stdout.flush()
    os._exit(0)
