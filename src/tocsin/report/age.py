"""Encryption to somebody's public key: the format age (age-encryption.org/v1), by pyrage."""

from collections.abc import Sequence

import pyrage

from tocsin.errors import InputError, UsageError


def encrypt(content: bytes, recipients: Sequence[str]) -> bytes:
    """`content` for the holders of `recipients` (`age1…`). Raises `UsageError` for a bad key."""
    try:
        keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    except pyrage.RecipientError as error:
        raise _bad_recipient() from error
    sealed: bytes = pyrage.encrypt(content, keys)
    return sealed


def decrypt(content: bytes, identity: str) -> bytes:
    """What was encrypted to `identity` (`AGE-SECRET-KEY-1…`).

    Raises `InputError` if it is no key, or not one of those it was encrypted to.
    """
    try:
        key = pyrage.x25519.Identity.from_str(identity.strip())
        opened: bytes = pyrage.decrypt(content, [key])
    except (pyrage.IdentityError, pyrage.DecryptError) as error:
        raise _not_opened() from error
    return opened


def public_key_of(identity: str) -> str:
    """The public key that belongs to `identity`. Raises `InputError` if it is no key."""
    try:
        return str(pyrage.x25519.Identity.from_str(identity.strip()).to_public())
    except pyrage.IdentityError as error:
        raise _not_opened() from error


def _bad_recipient() -> UsageError:
    return UsageError(
        "age.recipient",
        "La clé publique donnée n'est pas une clé age.",
        "The public key given is no age key.",
        way_out_fr="Elle commence par age1 et tient sur une ligne ; son détenteur la tire de"
        " age-keygen.",
        way_out_en="It begins with age1 and is one line; its holder gets it from age-keygen.",
    )


def _not_opened() -> InputError:
    return InputError(
        "age.identity",
        "Cette clé n'ouvre pas ce qui a été chiffré.",
        "This key does not open what was encrypted.",
        way_out_fr="Donnez le fichier de clé (AGE-SECRET-KEY-1…) de l'un des rôles nommés.",
        way_out_en="Give the key file (AGE-SECRET-KEY-1…) of one of the roles named.",
    )
