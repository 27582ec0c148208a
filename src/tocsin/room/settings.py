"""Django, set up for one case. One process serves one case: one room, one key, one database."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings

from tocsin.case import Case
from tocsin.errors import UsageError

ROOM_NAME = "room.db"
HERE = Path(__file__).parent
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
IDLE_SECONDS = 30 * 60
WHOLE_SECONDS = 12 * 3600
STEP_UP_SECONDS = 5 * 60
PASSWORD_LETTERS = 12


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """What differs between rooms. `database` is a PostgreSQL URL, or "" for the file beside it."""

    folder: Path
    secret: bytes
    tables_key: bytes
    database: str = ""
    hosts: tuple[str, ...] = ()
    tls: bool = False

    @classmethod
    def of(
        cls, case: Case, *, database: str = "", hosts: tuple[str, ...] = (), tls: bool = False
    ) -> "RoomSettings":
        """Those of a case; the keys are derived from its own and end with it."""
        secret, key = case.subkey("room secret"), case.subkey("room tables")
        return cls(case.folder, secret, key, database, hosts, tls)


def set_up(room: RoomSettings) -> None:
    """Make this process the room's. To be called once."""
    settings.configure(**_settings(room))
    django.setup()


def _settings(room: RoomSettings) -> dict[str, Any]:
    return {
        "TOCSIN_CASE": room.folder,
        "SECRET_KEY": room.secret.hex(),
        "DEBUG": False,
        "ALLOWED_HOSTS": [*LOCAL_HOSTS, *room.hosts],
        "ROOT_URLCONF": "tocsin.room.routes",
        "DATABASES": {"default": _database(room)},
        "INSTALLED_APPS": [
            *("django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"),
            *("django.contrib.messages", "django.contrib.staticfiles", "django.contrib.humanize"),
            *("tocsin.room", "allauth", "allauth.account", "allauth.mfa"),
        ],
        "MIDDLEWARE": [
            "tocsin.room.middleware.headers.Headers",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "tocsin.room.middleware.speech.Speech",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "tocsin.room.middleware.ending.Ending",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            "tocsin.room.middleware.gate.Gate",
            "tocsin.room.middleware.plain.Plain",
        ],
        "TEMPLATES": [_templates()],
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        "USE_TZ": True,
        "LANGUAGE_CODE": "fr",
        "LANGUAGES": [("fr", "Français"), ("en", "English")],
        "CSRF_FAILURE_VIEW": "tocsin.room.screens.refused.csrf_failure",
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 1_000_000,
        "LOGGING": _logging(),
        **_files(),
        **_signing_in(),
        **_cookies(room),
    }


def _database(room: RoomSettings) -> dict[str, Any]:
    if room.database:
        return _postgres(room.database)
    return {
        "ENGINE": "tocsin.room.sqlcipher",
        "NAME": room.folder / ROOM_NAME,
        "PASSWORD": room.tables_key.hex(),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30},
        "CONN_MAX_AGE": None,
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise UsageError(
            "room.database",
            "L'adresse de la base de la salle n'est pas de la bonne forme.",
            "The URL of the room's database is not of the right form.",
            way_out_fr="Donnez postgresql://compte@hôte:5432/base, ou omettez --database.",
            way_out_en="Give postgresql://login@host:5432/database, or leave --database out.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
    }


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["tocsin.room.templatetags.words", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tocsin.room.frame.frame",
            ],
        },
    }


def _files() -> dict[str, Any]:
    return {
        "STATIC_URL": "/static/",
        "STATICFILES_DIRS": [HERE / "static"],
        "STATICFILES_FINDERS": [
            "django.contrib.staticfiles.finders.FileSystemFinder",
            "django.contrib.staticfiles.finders.AppDirectoriesFinder",
        ],
        "STORAGES": {
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": "tocsin.room.statics.HashedFiles"},
        },
    }


def _signing_in() -> dict[str, Any]:
    """Passwords by Argon2id, a second factor for everybody, no sign-up, no e-mail."""
    return {
        "AUTH_USER_MODEL": "room.User",
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": PASSWORD_LETTERS},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "home",
        "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
        "ACCOUNT_ADAPTER": "tocsin.room.accounts.Accounts",
        "ACCOUNT_USER_MODEL_EMAIL_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": STEP_UP_SECONDS,
        "ACCOUNT_EMAIL_NOTIFICATIONS": False,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "MFA_ADAPTER": "tocsin.room.accounts.SecondFactors",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "Tocsin",
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": True,
    }


def _cookies(room: RoomSettings) -> dict[str, Any]:
    host = "__Host-" if room.tls else ""
    return {
        "SESSION_COOKIE_NAME": f"{host}tocsin",
        "SESSION_COOKIE_AGE": WHOLE_SECONDS,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_SECURE": room.tls,
        "CSRF_COOKIE_NAME": f"{host}tocsin-csrf",
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_SECURE": room.tls,
        "CSRF_COOKIE_HTTPONLY": True,
        "LANGUAGE_COOKIE_NAME": "language",
        "TOCSIN_OIDC_COOKIE": f"{host}tocsin-oidc",
    }


def _logging() -> dict[str, Any]:
    """Faults by their place in the code; never a request's path, which may name somebody."""
    return {
        "version": 1,
        "disable_existing_loggers": True,
        "handlers": {"quiet": {"class": "logging.NullHandler"}},
        "root": {"handlers": ["quiet"]},
        "loggers": {"django": {"handlers": ["quiet"], "propagate": False}},
    }
