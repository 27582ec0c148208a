"""The clinic itself: its name, its staff, its units, and what letters are filled in with."""

import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random

from tocsin.clinic.chance import stream
from tocsin.clinic.documents.mail import DOMAIN
from tocsin.clinic.names import given_name, surname
from tocsin.clinic.naming import slashed
from tocsin.clinic.patient import AS_OF, Patient
from tocsin.clinic.places import origin
from tocsin.clinic.text import slug

NAME = "Clinique de Bellevue"
UNITS = (
    "unité 1A",
    "unité 1B",
    "unité 2 Est",
    "unité 2 Ouest",
    "consultations externes",
    "accueil de jour",
    "bâtiment B, 3e étage",
    "hospitalisation de semaine",
    "médecine polyvalente",
    "pôle ambulatoire",
)
SPECIAL_UNITS = ("consultation d'ophtalmologie", "consultation de rhumatologie")
"""Wards that hint at an illness: still a care episode by the contract, and rare on purpose."""

SPECIAL_SHARE = 0.01
STAFF_SIZE = 80


@dataclass(frozen=True, slots=True)
class Agent:
    """A member of staff, who is not in the patient index as such."""

    given: str
    surname: str
    is_doctor: bool

    @property
    def name(self) -> str:
        """`Dr Fayolle` or `Claire Fayolle`."""
        return f"Dr {self.surname}" if self.is_doctor else f"{self.given} {self.surname}"

    @property
    def email(self) -> str:
        """The address at the clinic."""
        return f"{slug(self.given)}.{slug(self.surname)}@{DOMAIN}"


@dataclass(frozen=True, slots=True)
class House:
    """The clinic's staff, drawn once."""

    doctors: tuple[Agent, ...]
    clerks: tuple[Agent, ...]

    @property
    def staff(self) -> tuple[Agent, ...]:
        """Everybody who works there."""
        return self.doctors + self.clerks

    def agent(self, rng: Random, *, doctor: bool = False) -> Agent:
        """Somebody of the staff."""
        return rng.choice(self.doctors if doctor else self.clerks)


def open_house(seed: int) -> House:
    """The staff of the clinic; a third are doctors."""
    rng = stream(seed, "staff")
    agents = []
    for number in range(STAFF_SIZE):
        family, sex = origin(rng), rng.choice("FM")
        given = given_name(rng, family, sex, rng.randint(1962, 1998))
        agents.append(Agent(given, surname(rng, family), number % 3 == 0))
    doctors, clerks = ([a for a in agents if a.is_doctor is kind] for kind in (True, False))
    return House(tuple(doctors), tuple(clerks))


def write_hospital(path: Path) -> None:
    """The facts of the hospital that notices need."""
    path.write_bytes((files("tocsin.clinic") / "data" / "hospital.toml").read_bytes())


def slots(rng: Random, house: House, patient: Patient | None = None) -> dict[str, str]:
    """What the sentences are filled in with; the patient's own data if there is one."""
    day = care_day(rng, patient)
    unit = rng.choice(SPECIAL_UNITS if rng.random() < SPECIAL_SHARE else UNITS)
    filled = {
        "date": slashed(day),
        "date2": slashed(day + timedelta(days=rng.randint(1, 9))),
        "jour": slashed(past_day(rng, patient)),
        "heure": f"{rng.randint(7, 18)} h {rng.choice(('00', '15', '30', '45'))}",
        "unite": unit,
        "medecin": house.agent(rng, doctor=True).name,
        "agent": house.agent(rng).name,
        "chambre": str(rng.randint(101, 340)),
        "montant": amount(rng),
        "facture": f"FA25-{rng.randint(1, 99999):05d}",
        "prix": amount(rng),
        "n": str(rng.randint(1, 990)),
    }
    return filled | (_of_patient(rng, patient) if patient else {})


def _of_patient(rng: Random, patient: Patient) -> dict[str, str]:
    return {
        "e": "e" if patient.sex == "F" else "",
        "adresse": f"{patient.address}, {patient.postal_code} {patient.city}",
        "telephone": patient.mobile or patient.phone or "04 65 71 99 99",
        "courriel": patient.email,
        "mutuelle": patient.insurer or "Mutuelle du Forez",
        "adherent": patient.member_number,
        "iban": iban(patient),
        "login": login(patient),
        "mdp": password(rng),
    }


def care_day(rng: Random, patient: Patient | None = None) -> date:
    """A day of the last two years or of the coming weeks, in the patient's lifetime so far."""
    return _in_lifetime(AS_OF + timedelta(days=rng.randint(-720, 40)), patient)


def past_day(rng: Random, patient: Patient | None = None) -> date:
    """A day of the two years before the theft: when a letter was written, a stay began."""
    return _in_lifetime(AS_OF - timedelta(days=rng.randint(15, 720)), patient)


def _in_lifetime(day: date, patient: Patient | None) -> date:
    return max(day, patient.birth_date + timedelta(days=20)) if patient else day


def amount(rng: Random) -> str:
    """`86,50 €`."""
    return f"{rng.randint(4, 480)},{rng.choice(('00', '50', '20', '90'))} €"


def login(patient: Patient) -> str:
    """The portal account of a patient."""
    return (
        f"{slug(patient.given)[0]}{slug(patient.surname).replace('.', '')}{patient.birth_date:%d}"
    )


def password(rng: Random) -> str:
    """A provisional password."""
    return "".join(rng.choices("abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPRSTUVWXYZ23456789!?", k=10))


def iban(patient: Patient) -> str:
    """A French IBAN that no bank gave out (bank code 00000), with its right check digits.

    ISO 13616: letters read as numbers, remainder by 97 equal to 1; the French key likewise.
    """
    account = f"{zlib.crc32(patient.member_number.encode()):011d}"
    bank, branch = "00000", "42000"
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
    inner = f"{bank}{branch}{account}{key:02d}"
    check = 98 - int(f"{inner}152700") % 97
    plain = f"FR{check:02d}{inner}"
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))
