"""A stamp is kept only if it is one of the head that was asked for, by whom it should be."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.seal.authority import Authority, serving
from tests.seal.test_custody import sealed
from tocsin.case import Case
from tocsin.errors import InputError, TocsinError
from tocsin.progress import Silent
from tocsin.seal import authority as authority_module
from tocsin.seal.alone.stamps import StampError, elements, read_stamp
from tocsin.seal.check import check_folder
from tocsin.seal.custody import CustodyLog
from tocsin.seal.portable import write_custody
from tocsin.seal.stamps import Stamps
from tocsin.seal.timestamp import check, load_authorities, request_for

REFUSAL = bytes.fromhex("3005300302010230")[:7]
"""TimeStampResp with the status 2 (rejection) and no token."""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "a")


@pytest.fixture(scope="module")
def roots(authority: Authority) -> list[x509.Certificate]:
    return load_authorities(authority.root)


@pytest.fixture
def log(case: Case, haul: Path) -> Case:
    sealed(case, haul)
    return case


def code_of(case: Case, url: str, roots: Sequence[x509.Certificate] = ()) -> str:
    with pytest.raises(TocsinError) as raised:
        Stamps(case, roots).ask(url)
    assert list(Stamps(case).bodies()) == []
    return raised.value.code


def test_a_head_is_stamped_once(
    log: Case, authority: Authority, roots: list[x509.Certificate]
) -> None:
    with serving(authority.reply) as url:
        first = Stamps(log, roots).ask(url)
        again = Stamps(log, roots).ask(url)
    assert first == again
    assert first.is_checked
    assert abs(first.moment - datetime.now(UTC)) < timedelta(minutes=1)
    assert len(list(Stamps(log).bodies())) == 1


def test_each_new_head_gets_its_own(log: Case, haul: Path, authority: Authority) -> None:
    with serving(authority.reply) as url:
        assert Stamps(log).ask(url).head == 1
        (haul / "nouveau.txt").write_text("nouveau")
        sealed(log, haul)
        second = Stamps(log).ask(url)
    assert (second.head, second.is_checked) == (2, False)
    assert [head for head, _ in Stamps(log).bodies()] == [1, 2]


def test_only_a_hash_leaves_the_machine(log: Case, haul: Path, authority: Authority) -> None:
    sent: list[bytes] = []

    def listening(request: bytes) -> bytes:
        sent.append(request)
        return authority.reply(request)

    with serving(listening) as url:
        Stamps(log).ask(url)
    assert len(sent[0]) < 100
    assert CustodyLog(log).heads()[-1].root not in sent[0]


def test_a_request_is_carried_and_its_reply_brought_back(
    log: Case, authority: Authority, roots: list[x509.Certificate], haul: Path
) -> None:
    request = Stamps(log).write_request()
    (haul / "entre-temps.txt").write_text("x")
    sealed(log, haul)
    stamped = Stamps(log, roots).bring(authority.reply(request))
    assert (stamped.head, stamped.is_checked) == (1, True)
    assert Stamps(log, roots).bring(authority.reply(request)).head == 1, "twice is no harm"


def test_a_reply_to_nobodys_request(log: Case, authority: Authority) -> None:
    foreign = authority.reply(request_for(b"another log").body)
    with pytest.raises(InputError) as raised:
        Stamps(log).bring(foreign)
    assert raised.value.code == "tsa.no_request"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (b"", "tsa.garbage"),
        (b"<html>not here</html>", "tsa.garbage"),
        (REFUSAL, "tsa.refused"),
        (bytes(2_000_000), "tsa.unreachable"),
    ],
    ids=["empty", "a page", "refusal", "too long"],
)
def test_a_reply_that_is_none(log: Case, reply: bytes, code: str) -> None:
    with serving(lambda _: reply) as url:
        assert code_of(log, url) == code


@pytest.mark.parametrize(
    ("status", "code"), [(404, "tsa.http"), (500, "tsa.http"), (302, "tsa.http")]
)
def test_an_http_error_or_another_address(log: Case, status: int, code: str) -> None:
    with serving(lambda _: b"", status=status) as url:
        assert code_of(log, url) == code


def test_an_authority_that_does_not_answer(log: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authority_module, "SECONDS", 0.1)
    with serving(lambda _: b"", wait=0.5) as url:
        assert code_of(log, url) == "tsa.timeout"


def test_an_authority_that_drips(log: Case) -> None:
    deadline_passed = 0.0
    with pytest.raises(TimeoutError):
        authority_module.read_whole(Dripping(), deadline_passed)


class Dripping:
    def read1(self, _: int) -> bytes:
        return b"x"


@pytest.mark.parametrize(
    ("url", "code"),
    [("http://127.0.0.1:9/tsr", "tsa.unreachable"), ("ftp://exemple.invalid/", "tsa.url")],
)
def test_an_address_where_nobody_is(log: Case, url: str, code: str) -> None:
    assert code_of(log, url) == code


def test_a_reply_over_another_hash(log: Case, authority: Authority) -> None:
    other = request_for(b"another head")
    reply = authority.reply(other.body)
    with pytest.raises(InputError) as raised:
        check(reply, CustodyLog(log).heads()[-1].sealed, other.nonce, [])
    assert raised.value.code == "tsa.hash"


def test_a_reply_to_an_earlier_request(log: Case, authority: Authority) -> None:
    old = authority.reply(request_for(CustodyLog(log).heads()[-1].sealed).body)
    with serving(lambda _: old) as url:
        assert code_of(log, url) == "tsa.nonce"


@pytest.mark.parametrize(
    ("days", "code"), [(30, "tsa.untrusted"), (-1, "tsa.expired")], ids=["unknown", "expired"]
)
def test_a_certificate_that_does_not_do(
    log: Case, tmp_path: Path, roots: list[x509.Certificate], days: int, code: str
) -> None:
    other = Authority(tmp_path / "autre", days=days)
    trusted = roots if code == "tsa.untrusted" else load_authorities(other.root)
    with serving(other.reply) as url:
        assert code_of(log, url, trusted) == code


def test_certificates_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "rien.pem").write_text("rien")
    for path in (tmp_path / "rien.pem", tmp_path / "absent.pem"):
        with pytest.raises(InputError) as raised:
            load_authorities(path)
        assert raised.value.code == "tsa.certificates"


@dataclass(frozen=True)
class Good:
    """A stamp that is as it should be, and what it is about."""

    sealed: bytes
    nonce: int
    reply: bytes


@pytest.fixture(scope="module")
def good(authority: Authority) -> Good:
    request = request_for(b"a head")
    return Good(b"a head", request.nonce, authority.reply(request.body))


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_each_byte_in_turn(good: Good, roots: list[x509.Certificate]) -> None:
    """The same for every place, those included that only one library minds."""
    moment = check(good.reply, good.sealed, good.nonce, roots)
    refused = 0
    for place in range(len(good.reply)):
        bad = bytearray(good.reply)
        bad[place] ^= 4
        try:
            assert check(bytes(bad), good.sealed, good.nonce, roots) == moment
        except InputError:
            refused += 1
    assert refused > len(good.reply) / 2


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 5_000), st.integers(1, 255))
def test_one_changed_byte_is_no_stamp_of_the_head(
    good: Good, roots: list[x509.Certificate], place: int, change: int
) -> None:
    """Bytes outside of what is signed may change; then the moment is the same all the same."""
    at = place % len(good.reply)
    bad = bytearray(good.reply)
    bad[at] ^= change
    try:
        moment = check(bytes(bad), good.sealed, good.nonce, roots)
    except InputError:
        return
    assert moment == check(good.reply, good.sealed, good.nonce, roots)


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_elements_or_refused(data: bytes) -> None:
    try:
        found = elements(data)
    except StampError:
        return
    assert b"".join(data[one.head : one.end] for one in found) == data


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_stamp_or_refused(data: bytes) -> None:
    with pytest.raises(StampError):
        read_stamp(data)


# --- handed over ------------------------------------------------------------------------------


@pytest.fixture
def folder(log: Case, haul: Path, authority: Authority, tmp_path: Path) -> Path:
    """A log of two heads, the first of them stamped."""
    with serving(authority.reply) as url:
        Stamps(log).ask(url)
    (haul / "nouveau.txt").write_text("nouveau")
    sealed(log, haul)
    write_custody(log, tmp_path / "scellés", Silent())
    return tmp_path / "scellés"


def verify_alone(folder: Path, haul: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-I", "-S", str(folder / "verifier.py"), str(haul), *options]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_verifier_says_when_and_how_to_check(folder: Path, haul: Path) -> None:
    done = verify_alone(folder, haul)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "time-stamped: stamp-0001-1.tsr" in done.stdout
    assert "openssl ts -verify -digest " in done.stdout


def test_the_verifier_checks_the_signature_with_openssl(
    folder: Path, haul: Path, authority: Authority, tmp_path: Path
) -> None:
    done = verify_alone(folder, haul, "--tsa-ca", str(authority.root))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "good, by openssl" in done.stdout.split("stamp-0001-1.tsr")[1]
    other = Authority(tmp_path / "autre")
    assert verify_alone(folder, haul, "--tsa-ca", str(other.root)).returncode == 1


def test_tocsin_checks_the_stamp_of_a_folder(
    folder: Path, haul: Path, authority: Authority
) -> None:
    (stamped,) = check_folder(folder, haul, tsa_ca=authority.root)
    assert (stamped.head, stamped.is_checked) == (1, True)


def of_another_head(folder: Path) -> None:
    (folder / "stamp-0001-1.tsr").rename(folder / "stamp-0002-1.tsr")


def of_no_head(folder: Path) -> None:
    (folder / "stamp-0001-1.tsr").rename(folder / "stamp-0009-1.tsr")


def cut_short(folder: Path) -> None:
    path = folder / "stamp-0001-1.tsr"
    path.write_bytes(path.read_bytes()[:-9])


def of_another_log(folder: Path) -> None:
    shutil.copy(folder / "heads.json", folder / "stamp-0001-1.tsr")


@pytest.mark.parametrize("tampering", [of_another_head, of_no_head, cut_short, of_another_log])
def test_a_stamp_that_is_not_of_its_head(
    folder: Path, haul: Path, tampering: Callable[[Path], None]
) -> None:
    tampering(folder)
    done = verify_alone(folder, haul)
    assert done.returncode == 1
    assert "LOG ALTERED" in done.stdout
