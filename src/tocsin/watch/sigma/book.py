"""The rules that Tocsin brings, and a user's own."""

import gzip
from functools import cache
from pathlib import Path

import msgspec

from tocsin.errors import InputError
from tocsin.watch.sigma.rule import RuleBook

DATA = Path(__file__).with_name("data") / "rules.json.gz"


@cache
def brought() -> RuleBook:
    """SigmaHQ's rules, converted when Tocsin was made (Detection Rule License 1.1)."""
    return msgspec.json.decode(gzip.decompress(DATA.read_bytes()), type=RuleBook)


def with_own(folder: Path | None) -> RuleBook:
    """The rules brought, and those below `folder`. Raises `InputError` if none can be used."""
    if folder is None:
        return brought()
    from tocsin.watch.sigma.convert import convert

    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".yml", ".yaml"))
    own = convert(paths)
    if not own.rules and not own.correlations:
        raise InputError(
            "watch.rules",
            "Aucune règle Sigma utilisable dans le dossier donné à --rules.",
            "No usable Sigma rule in the folder given to --rules.",
            way_out_fr="Donnez un dossier de fichiers .yml (format Sigma 2).",
            way_out_en="Give a folder of .yml files (Sigma 2 format).",
        )
    return brought() + own
