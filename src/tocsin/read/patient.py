"""A patient as care formats (HL7, CDA, FHIR, DICOM, vCard) know them, told in labels people use.

Later verbs read the labels: `Nom : …` in a text, the column `Nom` in a table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

LABELS = (
    *("Patient", "Nom", "Nom de naissance", "Prénoms", "Sexe", "Né(e) le", "Lieu de naissance"),
    *("IPP", "INS", "NIR", "Adresse", "Code postal", "Ville", "Téléphone", "Courriel"),
)
"""Every label, in the order in which they are told; `Patient` is a name not taken apart."""

INS_OIDS = tuple(f"1.2.250.1.213.1.4.{leaf}" for leaf in (8, 9, 10, 11))
"""INS by NIR, by temporary NIR, and the same for tests (ANS, référentiel INS)."""

NIR_OIDS = ("1.2.250.1.61",)

_PLACE = ("Adresse", "Code postal", "Ville")
_SEXES = {"m": "M", "male": "M", "f": "F", "female": "F"}
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d{7})")


@dataclass
class Patient:
    """What is known of a patient, by label; what is given first stands."""

    values: dict[str, str] = field(default_factory=dict)

    def put(self, label: str, value: str) -> None:
        """Keep a value, if it is one and the label has none."""
        if value := " ".join(value.split()):
            self.values.setdefault(label, value)

    def put_identifier(self, value: str, *hints: str) -> None:
        """Keep an identifier under the label its type or issuer says: INS, NIR, else IPP."""
        told = {hint.removeprefix("urn:oid:") for hint in hints}
        if told & {*INS_OIDS, "INS", "INS-NIR", "INS-NIA", "INS-C"}:
            self.put("INS", value)
        elif told & {*NIR_OIDS, "NH", "SS", "NIR"}:
            self.put("NIR", value)
        else:
            self.put("IPP", value)

    def put_sex(self, code: str) -> None:
        """Keep the sex, if the code says one."""
        self.put("Sexe", _SEXES.get(code.strip().lower(), ""))

    @property
    def lines(self) -> Iterator[str]:
        """`Label : value`, a line each, the parts of the address on one."""
        for label in LABELS:
            if label not in _PLACE and (value := self.values.get(label)):
                yield f"{label} : {value}"
        place = [self.values[label] for label in _PLACE if self.values.get(label)]
        if place:
            yield f"Adresse : {' '.join(place)}"

    def row(self, columns: Sequence[str]) -> list[str]:
        """Its values under those labels."""
        return [self.values.get(column, "") for column in columns]


def columns_of(patients: Sequence[Patient]) -> tuple[str, ...]:
    """The labels that at least one of the patients has."""
    return tuple(label for label in LABELS if any(p.values.get(label) for p in patients))


def day(written: str) -> str:
    """A date of ISO 8601, HL7 or DICOM (`1984-07-03`, `198407031200`) as `03/07/1984`."""
    match = _DATE.match(written.strip())
    return f"{match[3]}/{match[2]}/{match[1]}" if match else written.strip()
