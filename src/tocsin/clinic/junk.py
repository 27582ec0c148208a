"""What no reader can make sense of: empty, broken, locked, and things that are not documents."""

from random import Random

from tocsin.clinic.documents.archive import locked_zip
from tocsin.clinic.documents.docx import docx
from tocsin.clinic.documents.pdf import locked_pdf, pdf
from tocsin.clinic.filing import Filed, bundle
from tocsin.clinic.house import House
from tocsin.clinic.nobody import paper_about_nobody
from tocsin.clinic.paper import Paper
from tocsin.clinic.truth import Readable

PASSWORD = "Bellevue2019"  # noqa: S105 - of invented files
KINDS = (
    "empty",
    "noise",
    "cut_pdf",
    "cut_docx",
    "cut_zip",
    "video",
    "sound",
    "program",
    "zip",
    "pdf",
)
HEADS = {
    "video": ("mp4", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"),
    "sound": ("mp3", b"ID3\x03\x00\x00\x00\x00\x00\x0a"),
    "program": ("exe", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"),
}


def junk(rng: Random, house: House, number: int) -> Filed:
    """One file of a kind that cycles with `number`."""
    kind = KINDS[number % len(KINDS)]
    stem = f"Divers/Recup/fichier_{number:05d}"
    if kind in HEADS:
        suffix, head = HEADS[kind]
        return Filed(f"{stem}.{suffix}", head + rng.randbytes(3000), readable=Readable.NO)
    if kind == "empty":
        return Filed(f"{stem}.{rng.choice(('pdf', 'docx', 'txt'))}", b"", readable=Readable.NO)
    if kind == "noise":
        return Filed(f"{stem}.docx", b"\xd0\x00\xfe" + rng.randbytes(4000), readable=Readable.NO)
    if kind in ("zip", "pdf"):
        return _locked(rng, kind, stem)
    return _cut(rng, house, kind.removeprefix("cut_"), stem, number)


def _locked(rng: Random, kind: str, stem: str) -> Filed:
    if kind == "zip":
        secret = locked_zip("budget.txt", b"Budget previsionnel\r\n" * 20, PASSWORD.encode(), rng)
        return Filed(f"{stem}.zip", secret, readable=Readable.NO)
    paper = Paper("Confidentiel direction", ["Orientations stratégiques."])
    return Filed(f"{stem}.pdf", locked_pdf(paper, rng, PASSWORD), readable=Readable.NO)


def _cut(rng: Random, house: House, suffix: str, stem: str, number: int) -> Filed:
    """A good file whose end was lost."""
    paper = Paper("Note de service", ["Le parking est fermé ce week-end."] * 12)
    if suffix == "zip":
        data = bundle("x", [paper_about_nobody(rng, house, "menu", number)]).data
    else:
        data = pdf(paper, rng) if suffix == "pdf" else docx(paper, rng)
    kept = data[: len(data) * rng.randint(35, 70) // 100]
    return Filed(f"{stem}.{suffix}", kept, readable=Readable.DAMAGED)
