"""Our signatures are good in the eyes of another implementation (dkimpy)."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime

import dkim as dkimpy
import dkim.canonicalization as theirs
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notify.test_message import FACTS, to
from tocsin.notify.dkim import Hashed, Signer, relaxed_body, relaxed_header, sign
from tocsin.notify.message import Mailing

RSA = Signer("etoile.invalid", "rsa", rsa.generate_private_key(65537, 2048))
ED25519 = Signer("etoile.invalid", "ed", ed25519.Ed25519PrivateKey.generate())
MESSAGE = Mailing(FACTS, datetime(2025, 7, 10, 8, 30, tzinfo=UTC)).compose(
    "fr", "civil_status;contact;nir", to()
)
AT = 1_752_136_200


def record(signer: Signer) -> bytes:
    """What the DNS would say of the signer's key."""
    public = signer.key.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        raw = public.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return b"v=DKIM1; k=rsa; p=" + base64.b64encode(raw)
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return b"v=DKIM1; k=ed25519; p=" + base64.b64encode(raw)


def dns(*signers: Signer) -> Callable[..., bytes]:
    records = {f"{signer.record_name}.".encode(): record(signer) for signer in signers}
    return lambda name, **_: records[name]


def is_good(message: bytes, *signers: Signer) -> bool:
    """Whether dkimpy finds each signature of `message` good."""
    verifier = dkimpy.DKIM(message)
    try:
        return all(verifier.verify(idx=n, dnsfunc=dns(*signers)) for n in range(len(signers)))
    except dkimpy.ValidationError:
        return False


@pytest.mark.parametrize("signers", [(RSA,), (ED25519,), (RSA, ED25519)])
def test_another_finds_them_good(signers: tuple[Signer, ...]) -> None:
    signed = sign(MESSAGE, signers, AT, is_relaxed=True)
    assert is_good(signed, *signers)
    assert signed.endswith(MESSAGE)
    assert signed.isascii()
    assert max(map(len, signed.split(b"\r\n"))) <= 998
    assert not any(line.startswith(b".") for line in signed.split(b"\r\n"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"To: <marie@", b"To: <jean@"),
        (b"Subject: ", b"Subject: Re: "),
        (b"Bonjour", b"Bonsoir"),
        (b"Auto-Submitted: auto-generated\r\n", b""),
        (b"MIME-Version: 1.0\r\n", b"MIME-Version: 1.0\r\nFrom: <other@exemple.invalid>\r\n"),
    ],
)
def test_any_change_spoils_them(before: bytes, after: bytes) -> None:
    signed = sign(MESSAGE, [RSA], AT)
    assert before in signed
    with_changes = signed.replace(before, after)
    try:
        assert not is_good(with_changes, RSA)
    except dkimpy.MessageFormatError:
        assert b"From: <other@" in with_changes


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"MIME-Version: 1.0", b"mime-version:  \t1.0 "), (b"Bonjour Marie,", b"Bonjour  Marie, ")],
)
def test_what_servers_do_to_spaces_does_not(before: bytes, after: bytes) -> None:
    signed = sign(MESSAGE, [RSA], AT)
    assert before in signed
    assert is_good(signed.replace(before, after, 1), RSA)


def test_our_bodies_are_relaxed_already() -> None:
    assert Hashed.of(MESSAGE) == Hashed.of(MESSAGE, is_relaxed=True)


def test_nothing_signed_is_nothing_changed() -> None:
    assert sign(MESSAGE, (), AT) is MESSAGE


# As SMTP has them, whole: the last line ends too.
bodies = st.lists(st.text(" \tab.", max_size=8)).map(
    lambda lines: "".join(f"{line}\r\n" for line in lines).encode()
)


@given(bodies)
def test_bodies_are_as_another_has_them(body: bytes) -> None:
    assert relaxed_body(body) == theirs.Relaxed.canonicalize_body(body)


@given(st.text(" \tab:=", max_size=30).map(lambda text: text.replace("\t", "\r\n\t").encode()))
def test_headers_are_as_another_has_them(value: bytes) -> None:
    ours = relaxed_header(b"Subject :" + value)
    ((name, value),) = theirs.Relaxed.canonicalize_headers([(b"Subject ", value + b"\r\n")])
    assert ours == name.strip() + b":" + value


@settings(max_examples=25, deadline=None)
@given(bodies, st.text("abé =?", max_size=60))
def test_any_message_passes(body: bytes, subject: str) -> None:
    head = f"From: <a@etoile.invalid>\r\nSubject: {subject}\r\n\r\n".encode()
    assert is_good(sign(head + body, [ED25519], AT), ED25519)
