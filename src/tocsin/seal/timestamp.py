"""Time-stamp requests and replies (RFC 3161), by the library rfc3161-client."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from tocsin.errors import InputError
from tocsin.seal.alone.stamps import EXPLICIT, StampError, elements, read_stamp, signed_data

GRANTED = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: `body` is the DER TimeStampReq, with `nonce` in it."""

    body: bytes
    nonce: int


class _Reply(NamedTuple):
    """What a reply that grants a stamp says."""

    response: TimeStampResponse
    nonce: int | None
    imprint: bytes
    moment: datetime
    certificates: tuple[x509.Certificate, ...]


def request_for(sealed: bytes) -> Request:
    """A request for a stamp over `sealed`: its SHA-256, a fresh nonce, the signer's certificate."""
    builder = TimestampRequestBuilder().data(sealed).hash_algorithm(HashAlgorithm.SHA256)
    made = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    if made.nonce is None:
        raise AssertionError
    return Request(made.as_bytes(), made.nonce)


def nonce_of(reply: bytes) -> int | None:
    """The nonce that a raw reply returns, None if it has none. Raises `InputError` if no reply."""
    return _decode(reply).nonce


def check(
    reply: bytes, sealed: bytes, nonce: int, authorities: Sequence[x509.Certificate]
) -> datetime:
    """The moment (UTC) at which the authority saw `sealed`.

    Raises `InputError` unless the reply grants a stamp over `sealed` with `nonce`, signed by a
    time-stamping certificate that one of `authorities` issued and that was valid then. Without
    `authorities` the signature is not looked at.
    """
    decoded = _decode(reply)
    if decoded.nonce != nonce:
        raise _other_nonce()
    if decoded.imprint != hashlib.sha256(sealed).digest():
        raise _other_hash()
    if authorities:
        _check_signature(decoded, sealed, authorities)
    return decoded.moment


def load_authorities(path: Path) -> list[x509.Certificate]:
    """The certificates of `path` (PEM, one or more). Raises `InputError` if there are none."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError, x509.InvalidVersion) as error:
        raise _no_authorities() from error


def _decode(reply: bytes) -> _Reply:
    """The reply, once it grants a stamp."""
    try:
        response = decode_timestamp_response(_in_order(reply))
        if response.status == GRANTED:
            return _granted(response, read_stamp(reply).imprint)
    except (ValueError, StampError, x509.InvalidVersion) as error:
        raise _garbage() from error
    raise _refused(response.status)


def _granted(response: TimeStampResponse, imprint: bytes) -> _Reply:
    # Taken out here, all of it: the library reads each part only when it is asked for.
    info, certificates = response.tst_info, response.signed_data.certificates
    loaded = tuple(x509.load_der_x509_certificate(one) for one in certificates)
    return _Reply(response, info.nonce, imprint, info.gen_time, loaded)


def _in_order(reply: bytes) -> bytes:
    """The reply with its certificates as DER wants a set: sorted. The library insists on it.

    Authorities send them in any order; they lie outside of what is signed (RFC 5652, 5.1).
    """
    try:
        found = signed_data(reply)[3]
    except (IndexError, ValueError, StampError):
        return reply
    if found.tag != EXPLICIT:
        return reply
    pieces = [reply[one.head : one.end] for one in elements(reply, found.start, found.end)]
    return reply[: found.start] + b"".join(sorted(pieces)) + reply[found.end :]


def _check_signature(reply: _Reply, sealed: bytes, authorities: Sequence[x509.Certificate]) -> None:
    for one in reply.certificates:
        if not one.not_valid_before_utc <= reply.moment <= one.not_valid_after_utc:
            raise _expired()
    try:
        VerifierBuilder(roots=list(authorities)).build().verify_message(reply.response, sealed)
    except (VerificationError, ValueError, x509.DuplicateExtension) as error:
        raise _untrusted() from error


def _garbage() -> InputError:
    return InputError(
        "tsa.garbage",
        "La réponse n'est pas un horodatage (RFC 3161).",
        "The answer is no time stamp (RFC 3161).",
        way_out_fr="Le scellé est fait ; vérifiez l'adresse ou le fichier, ou une autre autorité.",
        way_out_en="The sealing is done; check the address or the file, or another authority.",
    )


def _refused(status: int) -> InputError:
    return InputError(
        "tsa.refused",
        f"L'autorité a refusé d'horodater (état {status}).",
        f"The authority refused to time-stamp (status {status}).",
        way_out_fr="Le scellé est fait ; demandez-lui pourquoi, ou choisissez-en une autre.",
        way_out_en="The sealing is done; ask it why, or choose another one.",
    )


def _other_nonce() -> InputError:
    return InputError(
        "tsa.nonce",
        "Cet horodatage répond à une autre demande.",
        "This time stamp answers another request.",
        way_out_fr="Le scellé est fait ; redemandez un horodatage (--tsa, ou --tsq puis --tsr).",
        way_out_en="The sealing is done; ask for a stamp again (--tsa, or --tsq then --tsr).",
    )


def _other_hash() -> InputError:
    return InputError(
        "tsa.hash",
        "Cet horodatage porte sur une autre empreinte que celle du journal.",
        "This time stamp is about another hash than the log's.",
        way_out_fr="Le scellé est fait ; redemandez un horodatage (--tsa, ou --tsq puis --tsr).",
        way_out_en="The sealing is done; ask for a stamp again (--tsa, or --tsq then --tsr).",
    )


def _expired() -> InputError:
    return InputError(
        "tsa.expired",
        "Le certificat de l'autorité d'horodatage n'était pas valable à l'heure qu'elle affirme.",
        "The certificate of the time-stamping authority was not valid at the time it states.",
        way_out_fr="Le scellé est fait ; vérifiez --tsa-ca, ou choisissez une autre autorité.",
        way_out_en="The sealing is done; check --tsa-ca, or choose another authority.",
    )


def _untrusted() -> InputError:
    return InputError(
        "tsa.untrusted",
        "L'horodatage n'est pas signé par l'autorité dont vous donnez les certificats.",
        "The time stamp is not signed by the authority whose certificates you gave.",
        way_out_fr="Le scellé est fait ; vérifiez --tsa-ca, ou choisissez une autre autorité.",
        way_out_en="The sealing is done; check --tsa-ca, or choose another authority.",
    )


def _no_authorities() -> InputError:
    return InputError(
        "tsa.certificates",
        "Le fichier des certificats de l'autorité ne se lit pas (PEM).",
        "The file of the authority's certificates cannot be read (PEM).",
        way_out_fr="Donnez à --tsa-ca le fichier PEM que publie l'autorité d'horodatage.",
        way_out_en="Give --tsa-ca the PEM file that the time-stamping authority publishes.",
    )
