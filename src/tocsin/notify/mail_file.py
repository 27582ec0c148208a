"""`DIR/mail.toml`: how the hospital's e-mails are signed, and where what bounces comes back."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tocsin.errors import InputError
from tocsin.notify.dkim import MIN_BITS, PrivateKey, Signer
from tocsin.notify.mailbox import mailbox

FILE_NAME = "mail.toml"
TEMPLATE = """\
# Comment partent les courriels ; sans ce fichier, ils partent sans signature de Tocsin (votre
# serveur peut signer) et leurs retours vont à sender_email. How e-mails leave.

# server = "smtp+starttls://compte@hote:587"   # d'où la salle de crise envoie (tocsin serve)
# return_path = "retours@hopital.example"   # boîte qui reçoit aussi retours+CE_QUE_TOCSIN_AJOUTE@…

# [[dkim]]                     # une signature par bloc : RSA d'abord, Ed25519 en second si voulu
# domain = "hopital.example"
# selector = "tocsin"
# key = "dkim-rsa.pem"         # clé privée (PEM), à côté de ce fichier ou chemin complet
"""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """`return_path`: the mailbox for what bounces ("": the sender's); who signs, in order.

    `server` is the URL by which the crisis room sends; "": it does not.
    """

    return_path: str = ""
    signers: tuple[Signer, ...] = ()
    server: str = ""


def load_mail_settings(folder: Path) -> MailSettings:
    """The settings in `folder`'s mail.toml; blank ones if there is none.

    Raises `InputError` if it is not TOML, has an unknown key, or a key file cannot be used.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return MailSettings()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return _settings(table, folder)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, TypeError, ValueError) as error:
        raise _wrong() from error


def write_mail_template(folder: Path) -> None:
    """A mail.toml that only explains itself in `folder`, unless one is there."""
    path = folder / FILE_NAME
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(TEMPLATE)


def _settings(table: dict[str, Any], folder: Path) -> MailSettings:
    return_path, server = (str(table.pop(name, "")) for name in ("return_path", "server"))
    signers = tuple(_signer(folder, **entry) for entry in table.pop("dkim", []))
    if table or (return_path and not mailbox(return_path)):
        raise ValueError(FILE_NAME)
    return MailSettings(mailbox(return_path), signers, server)


def _signer(folder: Path, *, domain: str, selector: str, key: str) -> Signer:
    return Signer(domain.encode("idna").decode("ascii"), selector, load_key(folder / key))


def load_key(path: Path) -> PrivateKey:
    """The private key in a PEM file. Raises `InputError` if it is none that DKIM knows."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise _wrong_key() from error
    if isinstance(key, Ed25519PrivateKey):
        return key
    if isinstance(key, RSAPrivateKey) and key.key_size >= MIN_BITS:
        return key
    raise _wrong_key()


def _wrong() -> InputError:
    return InputError(
        "mail.file",
        f"Le fichier {FILE_NAME} n'est pas de la bonne forme.",
        f"The file {FILE_NAME} is not of the right form.",
        way_out_fr="Mots connus : server, return_path et [[dkim]] domain, selector, key.",
        way_out_en="Known words: server, return_path and [[dkim]] domain, selector, key.",
    )


def _wrong_key() -> InputError:
    return InputError(
        "mail.dkim_key",
        f"Une clé DKIM de {FILE_NAME} est absente ou inutilisable.",
        f"A DKIM key of {FILE_NAME} is missing or cannot be used.",
        way_out_fr="Il faut une clé privée PEM sans mot de passe, RSA (2 048 bits) ou Ed25519.",
        way_out_en="It must be a private key in PEM without password, RSA (2048 bits) or Ed25519.",
    )
