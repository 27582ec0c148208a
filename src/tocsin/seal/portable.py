"""The custody log as a folder that stands alone: whoever has it and the files can check them."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import orjson

from tocsin.case import Case, Store
from tocsin.errors import CaseError, MachineError, UsageError
from tocsin.language import tr
from tocsin.progress import Progress
from tocsin.seal.custody import CustodyLog
from tocsin.seal.source import Source

VERIFIER = Path(__file__).with_name("verifier.py")
FILES = ("leaves.jsonl", "manifest-sha256.txt", "heads.json", VERIFIER.name)
ESCAPES = {ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r"}


def write_custody(case: Case, out: Path, progress: Progress) -> list[Path]:
    """Write the log, its signed heads, a manifest and `verifier.py` into `out`; the files written.

    Raises `CaseError` if nothing was sealed, `UsageError` if `out` lies among the sealed files,
    `MachineError` if it cannot be written.
    """
    log = CustodyLog(case)
    if not log.heads():
        raise _not_sealed()
    if Source(Path(case.get("source"))).holds(out):
        raise _among_the_files(out)
    contents = (_leaves(case.store), _manifest(case.store), [_heads(log)], [VERIFIER.read_bytes()])
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        with progress.stage(tr("Journal de conservation", "Custody log"), len(FILES)) as stage:
            for name, content in zip(FILES, contents, strict=True):
                with _replacing(out / name) as file:
                    file.writelines(content)
                stage.advance()
    except OSError as error:
        raise _not_writable(out) from error
    case.journal("custody.written", files=FILES)
    return [out / name for name in FILES]


def manifest_line(sha256: str, raw: bytes) -> bytes:
    """A line as `sha256sum` writes it, and `sha256sum --check` reads it."""
    name = os.fsdecode(raw)
    escaped = name.translate(ESCAPES)
    mark = "\\" if escaped != name else ""
    return os.fsencode(f"{mark}{sha256}  {escaped}\n")


def _leaves(store: Store) -> Iterator[bytes]:
    for (body,) in store.stream("SELECT body FROM custody_leaves ORDER BY leaf"):
        yield body + b"\n"


def _manifest(store: Store) -> Iterator[bytes]:
    """The last leaf of each file that could be hashed, by path."""
    rows = store.stream(
        "SELECT raw, body FROM items JOIN custody_leaves USING (item) WHERE leaf ="
        " (SELECT max(leaf) FROM custody_leaves l WHERE l.item = items.item) ORDER BY raw"
    )
    for raw, body in rows:
        digest = orjson.loads(body).get("sha256")
        if digest:
            yield manifest_line(digest, raw)


def _heads(log: CustodyLog) -> bytes:
    heads = [
        {
            "size": head.size,
            "timestamp": head.timestamp,
            "root": head.root.hex(),
            "signature": head.signature.hex(),
            "consistency": [node.hex() for node in head.consistency],
        }
        for head in log.heads()
    ]
    content = {"algorithm": "Ed25519", "public_key": log.public_key.hex(), "heads": heads}
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` once whole, readable by its owner alone."""
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".tocsin-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _not_sealed() -> CaseError:
    return CaseError(
        "custody.not_sealed",
        "Rien n'est encore scellé dans cette affaire.",
        "Nothing is sealed in this case yet.",
        way_out_fr="Lancez d'abord : tocsin seal SOURCE --case …",
        way_out_en="First run: tocsin seal SOURCE --case …",
    )


def _among_the_files(out: Path) -> UsageError:
    return UsageError(
        "custody.inside_source",
        f"Le dossier {out} est parmi les fichiers scellés.",
        f"The folder {out} lies among the sealed files.",
        way_out_fr="Donnez à --to un dossier en dehors d'eux : rien ne doit s'y ajouter.",
        way_out_en="Give --to a folder outside of them: nothing must be added there.",
    )


def _not_writable(out: Path) -> MachineError:
    return MachineError(
        "custody.not_writable",
        f"Impossible d'écrire dans {out}",
        f"Cannot write into {out}",
        way_out_fr="Donnez à --to un dossier où vous avez le droit d'écrire.",
        way_out_en="Give --to a folder you may write to.",
    )
