"""Whom a physician's report is about, read from what the report itself says; Tocsin has no part.

PARHAF (Health Data Hub, CC BY 4.0) are reports that physicians wrote about invented patients. They
name their patient in the first lines as `Madame Sirine Cossou, 59 ans`, `Patient : Ernest Fischer`
with a line `Né le :`, `L'enfant Destiny Benbadis, 4 ans`. A birth date is taken where there is one,
else an age and the day of the report.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import orjson

HEAD = 900
UNDATED = date(2025, 6, 30)
"""The day of a report that gives none: the middle of the year they were written in."""

_WORD = r"[^\W\d_]+(?:[-'’][^\W\d_]+)*"
_NAME = rf"({_WORD})((?:[ ]{_WORD})+)"
_TITLED = re.compile(
    rf"\b(?:(Madame|Mme|Mlle)|(Monsieur|M\.|Mr|L'enfant|Patient(?:\(e\)|e)? ?:))[ ]{_NAME}"
)
_UNTITLED = re.compile(rf"\bJe vois ce jour (?:en consultation )?{_NAME}")
_END = """
a afin adressé adressée agé agée atteint avec avant au aux ce concernant connu consulte
consultant dans devant en est et hospitalisé hospitalisée le la les né née où pour présente
que qui se sans suite suivi suivie sous vue vu âgé âgée Examen
""".split()  # noqa: SIM905 - easier to read
_MONTHS = """
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
""".split()  # noqa: SIM905 - easier to read
_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:er)?[/ -](\d{{1,2}}|{'|'.join(_MONTHS)})[/ -](20\d{{2}}|\d{{2}})\b", re.I
)
_YEAR = re.compile(r"\b20[12]\d\b")
_BORN = re.compile(r"\bNée?(?:\(e\))?(?: le)?[ :]{1,3}(\d{2})/(\d{2})/((?:19|20)\d{2})", re.I)
_AGE = re.compile(r"\b(\d{1,3}) ?ans\b")
_SAID_AGE = re.compile(
    r"(?:patiente?|homme|femme|enfant|âgée?|fille|garçon)(?: âgée?)?(?: de)? (\d{1,3}) ?ans", re.I
)
_SEX = re.compile(r"\bSexe : ([MF])\b")
_FEMALE = re.compile(r"\b(?:patiente|née le|hospitalisée|adressée|âgée)\b", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of its patient: names as written, "" and None where it is silent."""

    report: str
    text: str
    given: str
    surname: str
    sex: str
    birth_date: date | None
    age: int | None
    day: date

    @property
    def tells_who(self) -> bool:
        """Whether it can tell the patient from a namesake: it gives a birth date or an age."""
        return self.birth_date is not None or self.age is not None

    def born(self, rng: Random) -> date:
        """A birth date that the report allows."""
        if self.birth_date:
            return self.birth_date
        age = self.age if self.age is not None else rng.randint(20, 80)
        return self.day - timedelta(days=round(365.25 * age) + rng.randint(3, 355))


def read_reports(folder: Path) -> Iterator[Told]:
    """Each report of `reports.jsonl` (fields `id` and `text`) that names its patient."""
    for line in (folder / "reports.jsonl").read_bytes().splitlines():
        record = orjson.loads(line)
        told = read(str(record["id"]), record["text"])
        if told:
            yield told


def read(report: str, text: str) -> Told | None:
    """What one report says, or None where its first lines name nobody."""
    text = text.replace("\u00a0", " ")
    found = _TITLED.search(text[:HEAD])
    if found:
        given, rest, at = found[3], found[4], found.end(3)
    elif found := _UNTITLED.search(text[:HEAD]):
        given, rest, at = found[1], found[2], found.end(1)
    else:
        return None
    surname = _until_end(rest)
    if not surname:
        return None
    return Told(
        report,
        text,
        given,
        surname,
        _sex(text, found),
        _day(_BORN.search(text)),
        _age(text, at, surname),
        _report_day(text),
    )


def _until_end(words: str) -> str:
    """The surname: all words up to one that goes on with the sentence."""
    kept: list[str] = []
    for word in words.split():
        if word in _END:
            break
        kept.append(word)
    return " ".join(kept)


def _sex(text: str, found: re.Match[str]) -> str:
    if said := _SEX.search(text):
        return said[1]
    if found.re is _TITLED and found[0].startswith(("Madame", "Mme", "Mlle")):
        return "F"
    if found.re is _TITLED and found[0].startswith(("Monsieur", "M.", "Mr")):
        return "M"
    return "F" if _FEMALE.search(text) else "M"


def _age(text: str, at: int, surname: str) -> int | None:
    """The age beside the name, else the first that is said of a patient."""
    beside = _AGE.search(text[at : at + 70].split("\n")[0])
    said = beside or _SAID_AGE.search(text) or re.search(rf"{surname},? (\d{{1,3}}) ?ans", text)
    return int(said[1]) if said else None


def _report_day(text: str) -> date:
    """The first whole date of the first lines, else the latest of all, else the middle of the
    latest year it speaks of, else mid-2025.
    """
    days = [day for match in _DAY.finditer(text) if (day := _day(match)) and 2015 < day.year < 2027]
    first = next((day for m in _DAY.finditer(text[:HEAD]) if (day := _day(m)) in days), None)
    years = [int(year) for year in _YEAR.findall(text) if int(year) <= UNDATED.year]
    undated = UNDATED.replace(year=max(years)) if years else UNDATED
    return first or max(days, default=undated)


def _day(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    day, month, year = match.groups()
    number = int(month) if month.isdigit() else _MONTHS.index(month.lower()) + 1
    try:
        return date(int(year) if len(year) == 4 else 2000 + int(year), number, int(day))
    except ValueError:
        return None
