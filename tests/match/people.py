"""Invented people for the tests of matching: homonyms, twins, couples, parents and children."""

import random
from datetime import date, timedelta

from tocsin.match.nir import key_of
from tocsin.model.person import Person

SURNAMES = """
Martin Bernard Petit Robert Durand Moreau Girard Bonnet Fontaine Chevalier Faure Perrot Vidal
Berthelot Le_Gall De_La_Tour Ben_Salah N'Guyen Da_Silva Œuvrard Raynaud Pérez D'Aubigné
Saint-Cyr Kaya Diallo Kowalski Sarkissian Haddad El_Amrani
""".split()  # noqa: SIM905 - easier to read
FEMALE = """
Marie Anne-Sophie Fatima Léa Chloé Solange Rose Inès Jeanne Amélie Aïcha Diane
""".split()  # noqa: SIM905
MALE = """
Jean Jean-Pierre Paul Karim Hugo Noël Loïc Mehdi José Thomas Éric Raynald
""".split()  # noqa: SIM905


def nir_of(sex: str, born: date, order: int) -> str:
    """A valid number of 15 characters."""
    body = f"{1 if sex == 'M' else 2}{born.year % 100:02}{born.month:02}42{order % 900 + 100:03}"
    body += f"{order // 900 % 900 + 1:03}"
    return f"{body}{key_of(body):02}"


def invent(count: int, seed: int = 1) -> list[Person]:
    """`count` persons, many of whom share a name; among them twins and children of parents."""
    rng = random.Random(seed)
    people: list[Person] = []
    while len(people) < count:
        person = _one(rng, len(people))
        people.append(person)
        if rng.random() < 0.05:
            people.append(_twin(rng, person, len(people)))
        if rng.random() < 0.1:
            people.append(_child(rng, person, len(people)))
    return people[:count]


def _one(rng: random.Random, number: int) -> Person:
    sex = rng.choice("FM")
    born = date(1930, 1, 1) + timedelta(days=rng.randrange(65 * 365))
    surname = rng.choice(SURNAMES).replace("_", " ") + rng.choice(["", "", "eau", "ier", "ot"])
    married = rng.choice(SURNAMES).replace("_", " ") if sex == "F" and rng.random() < 0.4 else ""
    nir = nir_of(sex, born, number)
    return Person(
        patient_id=f"IPP{number:06}",
        ins=nir if rng.random() < 0.5 else "",
        nir=nir,
        birth_name=surname,
        used_name=married,
        first_names=" ".join(rng.sample(FEMALE if sex == "F" else MALE, 2)),
        sex=sex,
        birth_date=born,
        address=f"{rng.randrange(1, 99)} rue des Lilas",
        postal_code=rng.choice(["42000", "42100", "69003", "43000"]),
        city="Saint-Étienne",
        mobile=f"06399{number % 100000:05}",
        email=f"contact{number}@exemple.invalid" if rng.random() < 0.8 else "",
    )


def _twin(rng: random.Random, other: Person, number: int) -> Person:
    names = [n for n in (FEMALE if other.sex == "F" else MALE) if n not in other.first_names]
    return Person(
        patient_id=f"IPP{number:06}",
        nir=nir_of(other.sex, other.birth_date or date(1960, 1, 1), number),
        birth_name=other.birth_name,
        first_names=rng.choice(names),
        sex=other.sex,
        birth_date=other.birth_date,
        address=other.address,
        postal_code=other.postal_code,
        city=other.city,
    )


def _child(rng: random.Random, parent: Person, number: int) -> Person:
    sex = rng.choice("FM")
    return Person(
        patient_id=f"IPP{number:06}",
        insured_nir=parent.nir,
        birth_name=parent.used_name or parent.birth_name,
        first_names=rng.choice(FEMALE if sex == "F" else MALE),
        sex=sex,
        birth_date=date(2010, 1, 1) + timedelta(days=rng.randrange(3000)),
        postal_code=parent.postal_code,
        city=parent.city,
        mobile=parent.mobile,
    )
