"""Papers of invented people that hospitals scan, each with the text printed on it.

Sizes are millimetres, as on the papers they resemble; none copies a real design.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from PIL import Image, ImageDraw

from benchmarks.typefaces import family, font, machine
from tocsin.clinic import mrz
from tocsin.clinic.naming import french_date, slashed
from tocsin.clinic.nir import spaced
from tocsin.clinic.patient import Patient

DOTS_PER_MM = 300 / 25.4
CARD, OLD_CARD, PASSPORT, PAGE = (85.6, 54.0), (105.0, 74.0), (125.0, 88.0), (210.0, 297.0)


@dataclass(slots=True)
class Paper:
    """A paper being printed, and the truth about it: its lines, and the fields that matter."""

    kind: str
    size: tuple[float, float]
    rng: Random
    shade: int = 255
    ink: int = 20
    lines: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    zone: tuple[str, ...] = ()
    image: Image.Image = field(init=False)
    face: tuple[str, str] = field(init=False)

    def __post_init__(self) -> None:
        pixels = tuple(round(side * DOTS_PER_MM) for side in self.size)
        self.image = Image.new("L", (pixels[0], pixels[1]), self.shade)
        self.face = family(self.rng)

    def pattern(self) -> None:
        """The fine curves of a card's background."""
        draw = ImageDraw.Draw(self.image)
        for _ in range(26):
            x, y = (self.rng.uniform(-0.3, 1.0) * side for side in self.image.size)
            radius = self.rng.uniform(0.2, 0.9) * self.image.width
            box = (x, y, x + radius, y + radius * 0.7)
            draw.ellipse(box, outline=self.shade - self.rng.randint(10, 34), width=2)

    def portrait(self, x: float, y: float, width: float, height: float) -> None:
        """A grey shape where the photograph is."""
        draw = ImageDraw.Draw(self.image)
        left, top, right, low = (v * DOTS_PER_MM for v in (x, y, x + width, y + height))
        draw.rectangle((left, top, right, low), fill=self.shade - 40)
        middle, span = (left + right) / 2, (right - left) / 4
        draw.ellipse((middle - span, top + span, middle + span, top + 3.6 * span), fill=110)
        draw.chord((left + 9, top + 3.4 * span, right - 9, low + 4 * span), 180, 360, fill=60)

    def print(self, x: float, y: float, size: float, text: str, *, bold: bool = False) -> float:
        """A line of text `size` high with its left upper corner at (x, y); returns its right."""
        drawn = font(self.face[bold], round(size * DOTS_PER_MM))
        place = (x * DOTS_PER_MM, y * DOTS_PER_MM)
        ImageDraw.Draw(self.image).text(place, text, self.ink, drawn)
        self.lines.append(text)
        return x + drawn.getlength(text) / DOTS_PER_MM

    def label(self, x: float, y: float, size: float, label: str, value: str) -> None:
        """A small label and its value, on one line."""
        right = self.print(x, y + size * 0.25, size * 0.72, label)
        self.print(right + size * 0.5, y, size, value, bold=True)

    def machine_zone(self, x: float, y: float, pitch: float, lines: tuple[str, ...]) -> None:
        """A machine-readable zone: characters `pitch` apart, lines 1.7 pitches apart."""
        self.zone = lines
        draw = ImageDraw.Draw(self.image)
        drawn = font(machine(self.rng), round(1.66 * pitch * DOTS_PER_MM))
        for row, text in enumerate(lines):
            for at, character in enumerate(text):
                place = ((x + at * pitch) * DOTS_PER_MM, (y + row * 1.75 * pitch) * DOTS_PER_MM)
                draw.text(place, character, 15, drawn)

    def person(self, patient: Patient, *, nir: bool = False) -> None:
        """Whose paper it is."""
        self.fields |= {"surname": patient.birth_name.upper(), "given": patient.given}
        self.fields["birth"] = f"{patient.birth_date:%d%m%Y}"
        if nir:
            self.fields["nir"] = patient.number_on_papers


def old_identity_card(rng: Random, patient: Patient) -> Paper:
    """The French card of 1988 to 2021."""
    paper = Paper("old card", OLD_CARD, rng, 222)
    paper.pattern()
    paper.portrait(5, 16, 26, 34)
    number = f"{rng.randint(10, 20):02d}{rng.randint(1, 12):02d}42{rng.randint(100000, 999999)}"
    paper.print(30, 3, 3.4, "RÉPUBLIQUE FRANÇAISE", bold=True)
    paper.label(6, 9, 3.0, "CARTE NATIONALE D'IDENTITÉ N° :", number)
    paper.label(35, 16, 3.1, "Nom :", patient.birth_name.upper())
    paper.label(35, 22, 3.1, "Prénom(s) :", patient.first_names.replace(" ", ", ").upper())
    paper.label(35, 28, 3.1, "Sexe :", patient.sex)
    paper.label(55, 28, 3.1, "Né(e) le :", f"{patient.birth_date:%d.%m.%Y}")
    paper.label(35, 34, 3.1, "à :", patient.city.upper() or "LYON 3E (69)")
    paper.label(35, 40, 3.1, "Taille :", f"1,{rng.randint(50, 95)}m")
    lines = mrz.old_identity_card(
        patient.birth_name, patient.given, patient.sex, patient.birth_date, number
    )
    paper.machine_zone(6, 58, 2.54, lines)
    paper.person(patient)
    paper.fields["given"] = patient.given.upper()
    return paper


def new_identity_card(rng: Random, patient: Patient) -> Paper:
    """Both sides of a card of credit-card size, one under the other as photocopied."""
    paper = Paper("new card", (CARD[0], 2 * CARD[1] + 6), rng, 226)
    number = "".join(rng.choices("CDFGHJKLMNPRTVWXYZ2345679", k=9))
    _front(paper, patient, "CARTE NATIONALE D'IDENTITÉ / IDENTITY CARD", number)
    paper.label(4, 64, 2.2, "ADRESSE / ADDRESS", patient.address.upper() or "3 RUE DES LILAS")
    paper.label(4, 69, 2.2, "DATE DE DÉLIVRANCE / DATE OF ISSUE", "12 04 2023")
    _td1(paper, rng, patient, number, "ID")
    return paper


def residence_permit(rng: Random, patient: Patient) -> Paper:
    """Both sides of a residence permit."""
    paper = Paper("permit", (CARD[0], 2 * CARD[1] + 6), rng, 218)
    number = f"{rng.choice('LKJ')}{''.join(rng.choices('0123456789', k=8))}"
    _front(paper, patient, "TITRE DE SÉJOUR / RESIDENCE PERMIT", number)
    paper.label(4, 64, 2.2, "REMARQUES / REMARKS", "AUTORISE SON TITULAIRE A TRAVAILLER")
    _td1(paper, rng, patient, number, "IR")
    return paper


def _front(paper: Paper, patient: Patient, title: str, number: str) -> None:
    paper.pattern()
    paper.portrait(3, 12, 22, 29)
    paper.print(8, 3, 2.6, title, bold=True)
    paper.label(28, 9, 2.6, "NOM / Surname", patient.birth_name.upper())
    paper.label(28, 15, 2.6, "Prénoms / Given names", patient.first_names.replace(" ", ", "))
    paper.label(28, 21, 2.6, "SEXE / Sex", patient.sex)
    paper.label(50, 21, 2.6, "NATIONALITÉ", "FRA" if title.startswith("C") else "MAR")
    paper.label(28, 27, 2.6, "DATE DE NAISS. / Date of birth", f"{patient.birth_date:%d %m %Y}")
    paper.label(28, 33, 2.6, "LIEU DE NAISSANCE", patient.city.upper() or "RABAT")
    paper.label(28, 40, 2.6, "N° DU DOCUMENT", number)
    paper.person(patient)


def _td1(paper: Paper, rng: Random, patient: Patient, number: str, kind: str) -> None:
    names = patient.birth_name, patient.first_names, patient.sex, patient.birth_date
    paper.machine_zone(4.6, 95, 2.54, mrz.card(*names, _expiry(rng), number, kind))


def _expiry(rng: Random) -> date:
    return date(rng.randint(2026, 2034), rng.randint(1, 12), rng.randint(1, 28))


def passport(rng: Random, patient: Patient) -> Paper:
    """The page of a passport with the portrait."""
    paper = Paper("passport", PASSPORT, rng, 224)
    paper.pattern()
    paper.portrait(5, 18, 32, 42)
    number = f"{rng.randint(14, 24):02d}{''.join(rng.choices('ABCDEFHKRV', k=2))}"
    number += f"{rng.randint(10000, 99999)}"
    paper.print(6, 4, 3.2, "PASSEPORT - PASSPORT", bold=True)
    paper.print(62, 4, 3.2, "RÉPUBLIQUE FRANÇAISE", bold=True)
    paper.label(42, 12, 2.9, "Passeport n° / Passport No.", number)
    paper.label(42, 19, 2.9, "Nom / Surname", patient.birth_name.upper())
    paper.label(42, 26, 2.9, "Prénoms / Given names", patient.first_names.replace(" ", ", "))
    paper.label(42, 33, 2.9, "Nationalité / Nationality", "Française")
    paper.label(42, 40, 2.9, "Date de naissance / Date of birth", f"{patient.birth_date:%d %m %Y}")
    paper.label(42, 47, 2.9, "Sexe / Sex", patient.sex)
    paper.label(42, 54, 2.9, "Lieu de naissance", patient.city.upper() or "SAINT-ÉTIENNE")
    names = patient.birth_name, patient.first_names, patient.sex, patient.birth_date
    paper.machine_zone(6.5, 73, 2.54, mrz.passport(*names, _expiry(rng), number))
    paper.person(patient)
    return paper


def vitale_card(rng: Random, patient: Patient) -> Paper:
    """A card of the health insurance."""
    paper = Paper("vitale", CARD, rng, 205)
    paper.pattern()
    paper.print(6, 4, 3.0, "carte d'assurance maladie")
    paper.print(40, 9, 9.0, "Vitale", bold=True)
    paper.print(8, 28, 3.3, f"{patient.given} {patient.birth_name}".upper(), bold=True)
    paper.print(8, 35, 3.8, spaced(patient.number_on_papers), bold=True)
    paper.print(8, 43, 2.5, "émise le 14/03/2019")
    paper.person(patient, nir=True)
    paper.fields["given"] = patient.given.upper()
    del paper.fields["birth"]
    return paper


def mutuelle_card(rng: Random, patient: Patient) -> Paper:
    """A complementary insurer's certificate, a third of a page."""
    paper = Paper("mutuelle", (210.0, 99.0), rng, 246)
    paper.print(12, 8, 6, patient.insurer or "Mutuelle du Forez", bold=True)
    paper.print(12, 18, 4, "CARTE DE TIERS PAYANT 2025")
    paper.label(12, 30, 3.4, "Adhérent :", f"{patient.birth_name.upper()} {patient.given}")
    paper.label(12, 37, 3.4, "Né(e) le :", slashed(patient.birth_date))
    paper.label(110, 30, 3.4, "N° Sécurité sociale :", spaced(patient.number_on_papers))
    paper.label(110, 37, 3.4, "N° AMC :", f"{rng.randint(10_000_000, 19_999_999)}")
    for row, (act, share) in enumerate(zip(_ACTS, _SHARES, strict=True)):
        paper.print(12, 48 + 6 * row, 3.2, act)
        paper.print(90, 48 + 6 * row, 3.2, share)
    paper.print(12, 84, 2.6, "Valable du 01/01/2025 au 31/12/2025, sous réserve de radiation.")
    paper.person(patient, nir=True)
    return paper


_ACTS = ("Pharmacie", "Soins externes", "Hospitalisation", "Optique", "Prothèse dentaire")
_SHARES = ("100 %", "100 %", "100 %", "200 %", "250 %")


def form(rng: Random, patient: Patient) -> Paper:
    """An admission form, filled in by typing."""
    paper = Paper("form", PAGE, rng)
    draw = ImageDraw.Draw(paper.image)
    paper.print(60, 18, 6, "FICHE DE PRÉADMISSION", bold=True)
    rows = (
        ("Nom de naissance :", patient.birth_name.upper()),
        ("Prénom :", patient.given),
        ("Né(e) le :", slashed(patient.birth_date)),
        ("N° de sécurité sociale :", spaced(patient.number_on_papers)),
        ("Adresse :", patient.address or "3 rue des Lilas"),
        ("Code postal, ville :", f"{patient.postal_code} {patient.city}".strip() or "42000"),
        ("Téléphone :", patient.mobile or "04 77 00 00 00"),
        ("Mutuelle :", patient.insurer or "Mutuelle du Forez"),
        ("Date d'entrée :", f"{rng.randint(10, 28)}/0{rng.randint(1, 9)}/2025"),
        ("Unité :", "Chirurgie ambulatoire"),
    )
    for row, (label, value) in enumerate(rows):
        y = 40 + 12 * row
        paper.label(22, y, rng.choice((3.6, 4.0)), label, value)
        draw.line([(v * DOTS_PER_MM) for v in (20, y + 7, 190, y + 7)], 120, 2)
    draw.rectangle([v * DOTS_PER_MM for v in (16, 34, 194, 40 + 12 * len(rows))], None, 60, 3)
    paper.print(22, 170, 3.6, "Fait le 12/06/2025, signature du patient :")
    paper.person(patient, nir=True)
    return paper


def letter(rng: Random, patient: Patient) -> Paper:
    """A doctor's letter."""
    paper = Paper("letter", PAGE, rng)
    size = rng.choice((3.3, 3.7, 4.1))
    agrees = "e" if patient.sex == "F" else ""
    when = rng.choice((slashed, french_date))(patient.birth_date)
    heading = ("Clinique des Monts", "Service de cardiologie", "42000 SAINT-ÉTIENNE")
    body = (
        "Chère consœur, cher confrère,",
        f"J'ai vu en consultation {patient.title} {patient.birth_name.upper()} {patient.given},",
        f"né{agrees} le {when}, adressé{agrees} par vos soins.",
        "L'examen clinique est sans particularité, le bilan biologique est rassurant.",
        "Le traitement habituel est poursuivi jusqu'à la prochaine visite, prévue en été.",
        "L'électrocardiogramme s'inscrit en rythme sinusal régulier à soixante-douze.",
        "Une échographie a été demandée ; elle sera réalisée où le patient le souhaite.",
        "Je vous remercie de votre confiance et vous prie de croire à l'assurance",
        "de mes sentiments confraternels les meilleurs.",
    )
    for row, text in enumerate(heading):
        paper.print(20, 18 + 6 * row, size, text, bold=row == 0)
    paper.print(110, 50, size, "Saint-Étienne, le 3 juin 2025")
    for row, text in enumerate(body):
        paper.print(20, 75 + 2.1 * size * row, size, text)
    paper.person(patient)
    if when == french_date(patient.birth_date):
        paper.fields["birth"] = when
    return paper


def fax(rng: Random, patient: Patient) -> Paper:
    """A form that came by fax."""
    paper = form(rng, patient)
    paper.kind = "fax"
    paper.print(20, 5, 2.8, "12/06/2025 09:41   DE : CABINET DR MARTIN   0477000000   P.01/01")
    return paper


KINDS: tuple[Callable[[Random, Patient], Paper], ...] = (
    old_identity_card,
    new_identity_card,
    passport,
    residence_permit,
    vitale_card,
    mutuelle_card,
    form,
    letter,
    fax,
)
