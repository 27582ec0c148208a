"""Scans: cards, forms and letters as pictures, a little noisy, some turned or askew.

The type is Bitstream Vera, which comes with reportlab, so that pictures are the same everywhere.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import reportlab
from PIL import Image, ImageDraw, ImageFont

from tocsin.clinic.documents.pdf import scanned_pdf
from tocsin.clinic.house import House, slots
from tocsin.clinic.mrz import old_identity_card, passport
from tocsin.clinic.naming import slashed
from tocsin.clinic.nir import spaced
from tocsin.clinic.patient import Patient
from tocsin.model.category import Category

C = Category
CARD = (1200, 760)
PAGE = (1060, 1500)
PAPER, INK = 238, 25
NOISE = 6.0
FONTS = Path(reportlab.__file__).parent / "fonts"
SUFFIXES = {"jpg": 5, "png": 2, "tif": 1, "pdf": 3}


@dataclass(frozen=True, slots=True)
class Scan:
    """A kind of paper that gets scanned: where it is filed, what it gives away, how it is drawn."""

    name: str
    folder: str
    categories: frozenset[Category]
    draw: Callable[[Random, House, Patient], Image.Image]


def encode(image: Image.Image, suffix: str, rng: Random) -> bytes:
    """The picture as a file of that kind."""
    if suffix == "pdf":
        return scanned_pdf([encode(image, "jpg", rng)])
    target = io.BytesIO()
    if suffix == "jpg":
        image.save(target, "JPEG", quality=rng.choice((60, 70, 80, 85)), dpi=(150, 150))
    elif suffix == "tif":
        image.save(target, "TIFF", compression="tiff_lzw", dpi=(150, 150))
    else:
        image.save(target, "PNG", compress_level=3, dpi=(150, 150))
    return target.getvalue()


def scanned(image: Image.Image, rng: Random) -> Image.Image:
    """What the scanner makes of it: noise, a slight skew or a page put in sideways."""
    turn = rng.random()
    if turn < 0.3:
        image = image.rotate(rng.uniform(-2, 2), Image.Resampling.BILINEAR, fillcolor=PAPER)
    elif turn < 0.45:
        image = image.rotate(rng.choice((90, 180, 270)), expand=True)
    grain = np.random.default_rng(rng.getrandbits(32)).normal(0, NOISE, (image.height, image.width))
    pixels = np.asarray(image, dtype=np.float32) + grain
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The type in that size."""
    name = FONTS / ("VeraBd.ttf" if bold else "Vera.ttf")
    return ImageFont.truetype(str(name), size, layout_engine=ImageFont.Layout.BASIC)


class _Sheet:
    """A picture written line by line."""

    def __init__(self, size: tuple[int, int], margin: int = 60) -> None:
        self.image = Image.new("L", size, PAPER)
        self._draw = ImageDraw.Draw(self.image)
        self._margin, self._y = margin, margin

    def line(self, text: str, size: int = 28, *, bold: bool = False, gap: int = 16) -> None:
        self._draw.text((self._margin, self._y), text, INK, font(size, bold=bold))
        self._y += size + gap

    def field(self, label: str, value: str, size: int = 30) -> None:
        self._draw.text((self._margin, self._y), label, INK + 60, font(size - 8))
        offset = int(self._draw.textlength(label, font(size - 8))) + 14
        self._draw.text((self._margin + offset, self._y - 4), value, INK, font(size, bold=True))
        self._y += size + 20

    def rule(self) -> None:
        right = self.image.width - self._margin
        self._draw.line((self._margin, self._y, right, self._y), INK + 40, 2)
        self._y += 18

    def frame(self) -> None:
        edge = 14
        box = (edge, edge, self.image.width - edge, self.image.height - edge)
        self._draw.rounded_rectangle(box, 30, outline=INK + 60, width=3)

    def skip(self, height: int) -> None:
        self._y += height


def identity_card(rng: Random, _house: House, patient: Patient) -> Image.Image:
    """An old French identity card, with its machine-readable zone."""
    issued = f"{rng.randint(14, 21):02d}{rng.randint(1, 12):02d}"
    number = f"{issued}42{rng.randint(100, 999)}{rng.randint(0, 999):03d}"
    given = patient.first_names.replace(" ", ", ")
    sheet = _Sheet(CARD)
    sheet.frame()
    sheet.line("RÉPUBLIQUE FRANÇAISE", 34, bold=True)
    sheet.line(f"CARTE NATIONALE D'IDENTITÉ N° : {number}", 30)
    sheet.skip(10)
    sheet.field("Nom :", patient.birth_name.upper())
    if patient.used_name:
        sheet.field("Nom d'usage :", patient.used_name.upper())
    sheet.field("Prénom(s) :", given.upper())
    sheet.field("Sexe :", f"{patient.sex}     Né(e) le : {patient.birth_date:%d.%m.%Y}")
    sheet.field("Taille :", f"1,{rng.randint(50, 95)} m")
    sheet.skip(60)
    _zone(
        sheet,
        old_identity_card(
            patient.birth_name, patient.given, patient.sex, patient.birth_date, number
        ),
    )
    return sheet.image


def passport_page(rng: Random, _house: House, patient: Patient) -> Image.Image:
    """A passport's page."""
    letters = f"{rng.choice('ADFKRV')}{rng.choice('ABCDEF')}"
    number = f"{rng.randint(14, 24):02d}{letters}{rng.randint(10000, 99999)}"
    sheet = _Sheet(CARD)
    sheet.frame()
    sheet.line("PASSEPORT - PASSPORT     République française", 32, bold=True)
    sheet.field("Passeport n° :", number)
    sheet.field("Nom / Surname :", patient.birth_name.upper())
    sheet.field("Prénoms / Given names :", patient.first_names.replace(" ", ", "))
    sheet.field("Nationalité :", "Française")
    sheet.field("Date de naissance :", f"{patient.birth_date:%d %m %Y}")
    sheet.field("Sexe :", patient.sex)
    sheet.skip(40)
    expires = date(rng.randint(2026, 2034), rng.randint(1, 12), rng.randint(1, 28))
    _zone(
        sheet,
        passport(
            patient.birth_name,
            patient.first_names,
            patient.sex,
            patient.birth_date,
            expires,
            number,
        ),
    )
    return sheet.image


def _zone(sheet: _Sheet, lines: tuple[str, str]) -> None:
    for text in lines:
        size = 40 if len(text) < 40 else 33
        for at, character in enumerate(text):
            step = (CARD[0] - 120) / len(text)
            sheet._draw.text((60 + at * step, sheet._y), character, INK, font(size - 6))
        sheet._y += size + 14


def vitale_card(_rng: Random, _house: House, patient: Patient) -> Image.Image:
    """A Vitale card: name and number of the insured."""
    sheet = _Sheet(CARD, 90)
    sheet.frame()
    sheet.line("carte d'assurance maladie", 30)
    sheet.line("Vitale", 84, bold=True, gap=80)
    sheet.line(f"{patient.given} {patient.surname}".upper(), 36, bold=True, gap=24)
    sheet.line(spaced(patient.nir), 42, bold=True, gap=24)
    sheet.line("émise le 14/03/2019", 24)
    return sheet.image


def mutuelle_card(rng: Random, _house: House, patient: Patient) -> Image.Image:
    """A complementary insurer's card."""
    sheet = _Sheet(CARD)
    sheet.frame()
    sheet.line(patient.insurer or "Mutuelle du Forez", 44, bold=True, gap=24)
    sheet.line("CARTE DE TIERS PAYANT 2025", 30, gap=30)
    sheet.field("Adhérent :", f"{patient.surname.upper()} {patient.given}")
    sheet.field("Né(e) le :", slashed(patient.birth_date))
    sheet.field("N° adhérent :", patient.member_number)
    sheet.field("N° AMC :", f"{rng.randint(10_000_000, 19_999_999)}")
    sheet.line("Hospitalisation 100 %   Pharmacie 100 %   Optique 200 %", 24)
    sheet.line("Valable du 01/01/2025 au 31/12/2025", 24)
    return sheet.image


def admission_form(rng: Random, house: House, patient: Patient) -> Image.Image:
    """A filled-in admission form."""
    filled = slots(rng, house, patient)
    sheet = _Sheet(PAGE)
    sheet.line("FICHE DE PRÉADMISSION", 40, bold=True, gap=30)
    sheet.rule()
    sheet.field("Nom :", patient.birth_name.upper())
    sheet.field("Nom d'usage :", patient.used_name.upper() or "-")
    sheet.field("Prénom :", patient.given)
    sheet.field("Né(e) le :", slashed(patient.birth_date))
    sheet.field("N° de sécurité sociale :", spaced(patient.nir))
    sheet.rule()
    sheet.field("Adresse :", patient.address)
    sheet.field("Code postal, ville :", f"{patient.postal_code} {patient.city}")
    sheet.field("Téléphone :", filled["telephone"])
    sheet.field("Mutuelle :", filled["mutuelle"])
    sheet.field("N° adhérent :", filled["adherent"])
    sheet.rule()
    sheet.field("Date d'entrée :", filled["date"])
    sheet.field("Unité :", filled["unite"])
    sheet.field("Praticien :", filled["medecin"])
    sheet.skip(40)
    sheet.line("Signature :", 26)
    return sheet.image


def page_of(lines: list[str]) -> Image.Image:
    """A typed page."""
    sheet = _Sheet(PAGE)
    for text in lines:
        sheet.line(text, 22, gap=12)
    return sheet.image


def landscape(rng: Random) -> Image.Image:
    """A picture without a letter on it: hills and a sun."""
    image = Image.new("L", (640, 420), rng.randint(170, 220))
    draw = ImageDraw.Draw(image)
    x = rng.randint(60, 560)
    draw.ellipse((x, 40, x + 80, 120), fill=245)
    for hill in range(4):
        left, top = rng.randint(-100, 400), 200 + 40 * hill
        draw.ellipse((left, top, left + rng.randint(300, 600), 600), fill=150 - 30 * hill)
    return image


SCANS = (
    Scan(
        "cni",
        "Admissions/Pieces_identite",
        frozenset({C.CIVIL_STATUS, C.IDENTITY_DOCUMENT}),
        identity_card,
    ),
    Scan(
        "passeport",
        "Admissions/Pieces_identite",
        frozenset({C.CIVIL_STATUS, C.IDENTITY_DOCUMENT}),
        passport_page,
    ),
    Scan(
        "vitale",
        "Admissions/Cartes_Vitale",
        frozenset({C.CIVIL_STATUS, C.NIR, C.INSURANCE}),
        vitale_card,
    ),
    Scan(
        "mutuelle",
        "Admissions/Mutuelles",
        frozenset({C.CIVIL_STATUS, C.INSURANCE}),
        mutuelle_card,
    ),
    Scan(
        "preadmission",
        "Admissions/Formulaires",
        frozenset({C.CIVIL_STATUS, C.CONTACT, C.NIR, C.INSURANCE, C.CARE_EPISODE}),
        admission_form,
    ),
)
