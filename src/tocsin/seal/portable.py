"""The custody log as a folder that stands alone: whoever has it and the files can check them."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import orjson

from tocsin.case import Case, Store
from tocsin.errors import CaseError, MachineError
from tocsin.language import tr
from tocsin.progress import Progress
from tocsin.seal.binding import require_apart
from tocsin.seal.custody import CustodyLog
from tocsin.seal.head import TreeHead
from tocsin.seal.stamps import Stamps

ALONE = Path(__file__).with_name("alone")
VERIFIER = ALONE / "verifier.py"
PROGRAMS = ("verifier.py", "signatures.py", "stamps.py")
ESCAPES = {ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r"}


def write_custody(case: Case, out: Path, progress: Progress) -> list[Path]:
    """Write the log, its signed heads, a manifest and `verifier.py` into `out`; the files written.

    Raises `CaseError` if nothing was sealed, `UsageError` if `out` lies among the sealed files,
    `MachineError` if it cannot be written.
    """
    log = CustodyLog(case)
    heads = log.heads()
    if not heads:
        raise not_sealed()
    contents: dict[str, Iterable[bytes]] = {
        "leaves.jsonl": _leaves(case.store),
        "manifest-sha256.txt": _manifest(case.store),
        "heads.json": [heads_as_json(log.public_key, heads)],
        **stamp_files(Stamps(case).bodies()),
        **program_files(*PROGRAMS),
    }
    paths = write_files(case, out, contents, progress)
    case.journal("custody.written", files=[path.name for path in paths])
    return paths


def write_files(
    case: Case, out: Path, contents: Mapping[str, Iterable[bytes]], progress: Progress
) -> list[Path]:
    """Write files by name into `out`, each whole or not at all; their paths.

    Raises `UsageError` if `out` lies among the sealed files, `MachineError` if it is not writable.
    """
    require_apart(case, out)
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        with progress.stage(tr("Journal de conservation", "Custody log"), len(contents)) as stage:
            for name, content in contents.items():
                with _replacing(out / name) as file:
                    file.writelines(content)
                stage.advance()
    except OSError as error:
        raise _not_writable(out) from error
    return [out / name for name in contents]


def program_files(*names: str) -> dict[str, list[bytes]]:
    """The programs that stand alone, by name."""
    return {name: [(ALONE / name).read_bytes()] for name in names}


def stamp_files(bodies: Iterable[tuple[int, bytes]]) -> dict[str, list[bytes]]:
    """Raw time stamps by the name under which `stamps.py` looks for them: head, then count."""
    return {f"stamp-{head:04}-{count}.tsr": [body] for count, (head, body) in enumerate(bodies, 1)}


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


def heads_as_json(public_key: bytes, heads: Iterable[TreeHead]) -> bytes:
    """`heads.json`: the heads, oldest first, and the key that signed them."""
    content = {
        "algorithm": "Ed25519",
        "public_key": public_key.hex(),
        "heads": [head_as_json(head) for head in heads],
    }
    return as_json(content)


def head_as_json(head: TreeHead) -> dict[str, object]:
    """A head as the programs that stand alone read it."""
    return {
        "size": head.size,
        "timestamp": head.timestamp,
        "root": head.root.hex(),
        "signature": head.signature.hex(),
        "consistency": [node.hex() for node in head.consistency],
    }


def as_json(content: object) -> bytes:
    """JSON that people can read as well."""
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


def not_sealed() -> CaseError:
    """Nothing was sealed yet."""
    return CaseError(
        "custody.not_sealed",
        "Rien n'est encore scellé dans cette affaire.",
        "Nothing is sealed in this case yet.",
        way_out_fr="Lancez d'abord : tocsin seal SOURCE --case …",
        way_out_en="First run: tocsin seal SOURCE --case …",
    )


def _not_writable(out: Path) -> MachineError:
    return MachineError(
        "custody.not_writable",
        f"Impossible d'écrire dans {out}",
        f"Cannot write into {out}",
        way_out_fr="Donnez à --to un dossier où vous avez le droit d'écrire.",
        way_out_en="Give --to a folder you may write to.",
    )
