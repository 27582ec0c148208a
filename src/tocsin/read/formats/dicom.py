"""DICOM objects (PS3.10) and directories: what their tags say; a document within is a member.

A name may be burnt into the pixels: their letters are recognised, save where the device itself
says that there are none, or made a plain slice (CT, MR…), over which viewers only draw them.
"""

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.dicompixels import frame
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.patient import Patient, day
from tocsin.read.text import text_blocks

if TYPE_CHECKING:
    from pydicom import DataElement, Dataset

PIXELS = "pixels not read"

MOST_PIXELS = 40_000_000
_AS_TAKEN = ["ORIGINAL", "PRIMARY"]
_SLICES = frozenset(("CT", "MR", "PT", "NM", "RTDOSE"))
_DEFLATED, _META = b"1.2.840.10008.1.2.1.99", 2048
_DEEPEST = 20
_LONGEST_VALUE = 1_000_000
_TEXTS = frozenset(("LO", "LT", "PN", "SH", "ST", "UC", "UT"))
_LABELS = {
    "StudyDate": "Date d'examen",
    "StudyDescription": "Examen",
    "SeriesDescription": "Série",
    "ProtocolName": "Protocole",
    "AccessionNumber": "Numéro d'examen",
    "BodyPartExamined": "Région",
    "AdmittingDiagnosesDescription": "Diagnostic",
    "ReasonForTheRequestedProcedure": "Motif",
    "MedicalAlerts": "Alerte médicale",
    "Allergies": "Allergie",
    "AdditionalPatientHistory": "Antécédents",
    "PatientComments": "Commentaire",
    "ImageComments": "Commentaire",
    "TextValue": "Texte",
}
_OF_PATIENT = frozenset(
    (
        *("PatientName", "PatientBirthName", "PatientID", "PatientBirthDate", "PatientSex"),
        *("PatientAddress", "PatientTelephoneNumbers"),
    )
)


def _read(content: Content, job: Job) -> Iterator[Piece]:
    dataset = _dataset(content)
    yield from text_blocks(content.document, "balises", "\n".join(_lines(dataset, 0)))
    if document := dataset.get("EncapsulatedDocument"):
        kind = str(dataset.get("MIMETypeOfEncapsulatedDocument", "")).rpartition("/")[2]
        yield content.member(f"document.{kind if kind.isalnum() else 'bin'}", bytes(document))
    if "Rows" in dataset and _may_show_letters(dataset):
        yield from _burnt_in(content, dataset, job)


def _may_show_letters(dataset: "Dataset") -> bool:
    if str(dataset.get("BurnedInAnnotation", "")).upper() == "NO":
        return False
    kind = list(dataset.get("ImageType") or ())[:2]
    return kind != _AS_TAKEN or str(dataset.get("Modality", "")) not in _SLICES


def _burnt_in(content: Content, dataset: "Dataset", job: Job) -> Iterator[Piece]:
    """The letters of the first and the middle frame."""
    frames = int(dataset.get("NumberOfFrames") or 1)
    size = int(dataset.get("Rows") or 0) * int(dataset.get("Columns") or 0)
    if size > MOST_PIXELS:
        yield Loss("limit: pixels")
        return
    for number in dict.fromkeys((0, frames // 2)):
        try:
            image = frame(content.seekable(), number)
        except Exception:  # the library raises whatever its decoders do
            yield Loss(PIXELS)
            return
        text = job.recognise(image)
        yield from text_blocks(content.document, f"image {number + 1}", text, ocr=True)


def _dataset(content: Content) -> "Dataset":
    """The object without its pixels. Raises `Fault` if it is deflated or has not one tag."""
    import pydicom

    if _DEFLATED in content.head[:_META]:  # the library would inflate it whole, whatever its size
        raise Fault("unsupported: variant of the format")
    pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
    warnings.filterwarnings("ignore", module="pydicom")  # they quote what they warn of
    with content.seekable() as stream:
        dataset = pydicom.dcmread(stream, stop_before_pixels=True, force=True)
    if not len(dataset):
        raise Fault("corrupt: damaged or cut short")
    return dataset


def _lines(dataset: "Dataset", depth: int) -> Iterator[str]:
    """The patient in labels, then every other tag that holds words."""
    if depth > _DEEPEST:
        raise Fault("limit: nesting")
    yield from _patient(dataset).lines
    for element in dataset:
        if element.VR == "SQ":
            for inner in element.value or ():
                yield from _lines(inner, depth + 1)
        elif element.keyword not in _OF_PATIENT:
            yield from _line(element)


def _line(element: "DataElement") -> Iterator[str]:
    label = _LABELS.get(element.keyword, "")
    if not label and element.VR not in _TEXTS:
        return
    told = ", ".join(filter(None, map(_words, _values(element))))[:_LONGEST_VALUE]
    if not told:
        return
    if element.VR == "PN":
        yield f"Médecin : Dr {told}" if _is_staff(element.keyword) else f"{element.name} : {told}"
    else:
        yield f"{label or element.name} : {day(told) if element.VR == 'DA' else told}"


def _is_staff(keyword: str) -> bool:
    return any(
        role in keyword for role in ("Physician", "Operator", "Observer", "Person", "Author")
    )


def _values(element: "DataElement") -> list[str]:
    value = element.value
    many = value if isinstance(value, list | tuple) or element.VM > 1 else [value]
    return [str(one) for one in many if one is not None]


def _words(value: str) -> str:
    """A value in clear; of a name the alphabetic group, its parts apart."""
    return " ".join(value.partition("=")[0].replace("^", " ").split()) if "^" in value else value


def _patient(dataset: "Dataset") -> Patient:
    patient = Patient()
    name = str(dataset.get("PatientName", "")).partition("=")[0]
    surname, _, given = name.partition("^")
    if given:
        patient.put("Nom", surname)
        patient.put("Prénoms", " ".join(given.split("^")[:2]))
    patient.put("Patient", "" if given else surname)
    patient.put("Nom de naissance", _words(str(dataset.get("PatientBirthName", ""))))
    patient.put("IPP", str(dataset.get("PatientID", "")))
    patient.put("Né(e) le", day(str(dataset.get("PatientBirthDate", ""))))
    patient.put_sex(str(dataset.get("PatientSex", "")))
    patient.put("Adresse", str(dataset.get("PatientAddress", "")))
    patient.put("Téléphone", str(dataset.get("PatientTelephoneNumbers", "")))
    return patient


FORMATS: Formats = {sniff.DICOM: Format(DocumentKind.IMAGE, _read)}
