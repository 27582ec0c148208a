"""Checks a folder that was handed over, with Tocsin's own programs and not those in the folder."""

from pathlib import Path
from typing import Any

import orjson

from tocsin.errors import CaseError
from tocsin.seal.alone import check_proof, verifier
from tocsin.seal.head import TreeHead
from tocsin.seal.stamps import Stamped
from tocsin.seal.timestamp import check, load_authorities, nonce_of


def check_folder(
    folder: Path,
    source: Path,
    *,
    root: bytes | None = None,
    key: bytes | None = None,
    tsa_ca: Path | None = None,
) -> list[Stamped]:
    """Check `source` against the log, or the proof of one file, in `folder`; its time stamps.

    What differs is said line by line on the screen, as the programs that stand alone say it.
    Raises `CaseError` if anything differs, `InputError` if a stamp is not good.
    """
    authorities = load_authorities(tsa_ca) if tsa_ca else []
    is_proof = (folder / "proof.json").exists()
    program = check_proof if is_proof else verifier
    options = {"--log": folder, "--root": _hex(root), "--key": _hex(key), "--tsa-ca": tsa_ca}
    words = [str(word) for pair in options.items() if pair[1] is not None for word in pair]
    if program.main([str(source), *words]) != 0:
        raise not_as_sealed()
    name = "proof.json" if is_proof else "heads.json"
    heads = [_head(one) for one in orjson.loads((folder / name).read_bytes())["heads"]]
    stamped = []
    for path in sorted(folder.glob("stamp-*.tsr")):
        number = int(path.name.split("-")[1])
        reply = path.read_bytes()
        moment = check(reply, heads[number - 1].sealed, nonce_of(reply) or 0, authorities)
        stamped.append(Stamped(number, moment, bool(authorities)))
    return stamped


def _head(written: dict[str, Any]) -> TreeHead:
    root, signature = bytes.fromhex(written["root"]), bytes.fromhex(written["signature"])
    return TreeHead(written["size"], written["timestamp"], root, signature)


def _hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()


def not_as_sealed() -> CaseError:
    """What differs was named before."""
    return CaseError(
        "custody.not_as_sealed",
        "Les fichiers ou le journal ne sont pas tels que scellés ; les écarts sont ci-dessus.",
        "The files or the log are not as sealed; each difference is named above.",
        way_out_fr="Gardez les deux en l'état ; comparez avec une autre copie, racine et clé.",
        way_out_en="Keep both as they are; compare with another copy, root and key.",
    )
