"""Write the file for the judge: facts, timeline, evidence, custody, victims, as a sealed bag."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tocsin import __version__
from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.progress import Progress, Silent
from tocsin.report.age import encrypt
from tocsin.report.filing import Filing
from tocsin.report.justice.bag import PAYLOAD, bagging_date, close_bag
from tocsin.report.justice.payload import evidence_csv, journal_jsonl, tools, victims_csv
from tocsin.report.justice.uco import evidence_graph
from tocsin.report.ledger import ledger_json
from tocsin.report.material import Material, gather
from tocsin.report.page import Page, build_page
from tocsin.report.press.banned import Guard
from tocsin.report.write import as_json, render, write_filings
from tocsin.seal.custody import CustodyLog
from tocsin.seal.portable import ALONE as SEAL_PROGRAMS
from tocsin.seal.portable import not_sealed, write_custody, write_files

PROGRAM = Path(__file__).with_name("alone") / "check_bag.py"
README = Path(__file__).with_name("lisez-moi.txt")
PAGE = "faits"


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over: where, and what to note elsewhere (hexadecimal)."""

    folder: Path
    digest: str
    public_key: str
    has_victims: bool


def write_justice(
    case: Case,
    out: Path,
    *,
    recipients: Sequence[str] = (),
    uco: bool = False,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> Handed:
    """Write the justice file of `case` into the new folder `out`.

    The list of victims is in it only encrypted to `recipients` (age public keys); without any it is
    left out. Raises `CaseError` if nothing was sealed, `UsageError` if `out` is not empty or a key
    is none, `MachineError` if it cannot be written.
    """
    log = CustodyLog(case)
    if not (heads := log.heads()):
        raise not_sealed()
    if out.exists() and any(out.iterdir()):
        raise _not_empty()
    victims = encrypt(victims_csv(case.store), recipients) if recipients else None
    shown, moment = progress or Silent(), at or datetime.now(UTC).astimezone()
    payload = out / PAYLOAD
    material = gather(case, moment)
    page = build_page(PAGE, material)
    _require_unquoted(case, page, material)
    write_custody(case, payload / "conservation", shown)
    _write_evidence(case, payload / "preuves", shown, uco=uco)
    for _ in write_filings(case, payload, _filings(page, material, victims), moment):
        pass
    info = {
        "Source-Organization": material.facts.hospital.name,
        "Bagging-Date": bagging_date(moment.date()),
        "Bag-Software-Agent": f"Tocsin {__version__}",
        "External-Description": "Dossier de justice / Justice file",
        "Tocsin-Custody-Root": heads[-1].root.hex(),
        "Tocsin-Custody-Key": log.public_key.hex(),
        "Tocsin-Victims": "age" if victims else "none",
    }
    digest, key = close_bag(out, info, _tags(), case.subkey("justice"))
    case.journal("justice.written", digest=digest, public_key=key, victims=bool(victims))
    return Handed(out, digest, key, victims is not None)


def _require_unquoted(case: Case, page: Page, material: Material) -> None:
    guard = Guard(case, material.facts)
    guard.require_clean(page)
    acts = material.facts.acts.all
    guard.require_unquoted("decisions", "\n".join(f"{act.subject}\n{act.reason}" for act in acts))


def _write_evidence(case: Case, folder: Path, progress: Progress, *, uco: bool) -> None:
    contents = {"pieces.csv": evidence_csv(case.store), "journal.jsonl": journal_jsonl(case.store)}
    if uco:
        (started,) = case.store.one("SELECT min(at) FROM journal")
        contents["case-uco.jsonld"] = iter([as_json(evidence_graph(case.store, started))])
    write_files(case, folder, contents, progress)


def _filings(page: Page, material: Material, victims: bytes | None) -> Iterator[Filing]:
    yield from render(page, material)
    moments = [
        {"at": one.at, "fr": one.fr, "en": one.en, "source": one.source}
        for one in material.timeline
    ]
    yield Filing("justice", "chronologie.json", as_json(moments))
    yield Filing("justice", "decisions.json", as_json(ledger_json(material.facts.acts)))
    yield Filing("justice", "outils.json", as_json(tools()))
    if victims is not None:
        yield Filing("justice", "victimes.csv.age", victims)


def _tags() -> dict[str, bytes]:
    return {
        "check_bag.py": PROGRAM.read_bytes(),
        "signatures.py": (SEAL_PROGRAMS / "signatures.py").read_bytes(),
        "LISEZ-MOI.txt": README.read_bytes(),
    }


def _not_empty() -> UsageError:
    return UsageError(
        "justice.not_empty",
        "Le dossier de justice s'écrit dans un dossier nouveau.",
        "The justice file is written into a new folder.",
        way_out_fr="Donnez par --to un dossier absent ou vide : chaque remise est une autre.",
        way_out_en="With --to, give a missing or empty folder: each handing over is another.",
    )
