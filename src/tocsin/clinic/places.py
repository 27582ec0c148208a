"""Where people live and were born, their telephones and e-mail addresses. Nothing of it exists.

Telephone numbers lie in the ranges that the French regulator keeps for fiction (ARCEP decision
2018-0881): 10,000 mobile and 50,000 fixed ones, so in a large clinic unrelated people share one.
E-mail addresses lie under the reserved domain `.invalid` (RFC 2606), one domain per provider.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from random import Random

from tocsin.clinic.chance import Weighted
from tocsin.clinic.names import data
from tocsin.clinic.text import slug

FIXED_PREFIXES = (
    "04 65 71",
    "04 65 71",
    "04 65 71",
    "01 99 00",
    "02 61 91",
    "03 53 01",
    "05 36 49",
)
MOBILE_PREFIX = "06 39 98"
ALGERIA, MOROCCO, TUNISIA = "99352", "99350", "99351"
HISTORIC = {ALGERIA: ("91", "92", "93", "94"), MOROCCO: ("95",), TUNISIA: ("96",)}
HISTORIC_UNTIL = {ALGERIA: 1962, MOROCCO: 1956, TUNISIA: 1956}


@dataclass(frozen=True, slots=True)
class Home:
    """A postal address and the telephone there."""

    address: str
    postal_code: str
    city: str
    insee: str
    phone: str


class Directory:
    """Hands out telephone numbers and e-mail addresses."""

    def __init__(self, seed: int) -> None:
        self._fixed = count(seed * 37)
        self._mobile = count(seed * 53)
        self._taken: set[str] = set()

    def fixed(self) -> str:
        """The next fixed number, `04 65 71 12 34`."""
        number = next(self._fixed)
        prefix = FIXED_PREFIXES[number % len(FIXED_PREFIXES)]
        return _number(prefix, number * 7919)

    def mobile(self) -> str:
        """The next mobile number, `06 39 98 12 34`."""
        return _number(MOBILE_PREFIX, next(self._mobile) * 7919)

    def email(self, rng: Random, given: str, surname: str, year: int) -> str:
        """A new address built from the name."""
        first, last = slug(given), slug(surname)
        name = rng.choice(
            (f"{first}.{last}", f"{last}.{first}", f"{first[0]}.{last}", f"{first}{last}")
        )
        domain = f"{_providers().draw(rng)}.exemple.invalid"
        address = f"{name}@{domain}"
        tail = year % 100
        while address in self._taken:
            address = f"{name}{tail:02d}@{domain}"
            tail += 1
        self._taken.add(address)
        return address


def _number(prefix: str, spread: int) -> str:
    digits = f"{spread % 10_000:04d}"
    return f"{prefix} {digits[:2]} {digits[2:]}"


def home(rng: Random, directory: Directory) -> Home:
    """A new address."""
    source = data("places.toml")
    insee, postal_code, city = _towns().draw(rng)
    number = f"{rng.randint(1, 180)}{rng.choices(('', ' bis', ' ter'), (93, 6, 1))[0]}"
    street = f"{rng.choice(source['street_kinds'])} {rng.choice(source['street_names'])}"
    phone = directory.fixed() if rng.random() < 0.72 else ""
    return Home(f"{number} {street}", postal_code, city, insee, phone)


def origin(rng: Random) -> str:
    """Where a family comes from, as a key of the name lists."""
    return _origins().draw(rng)


def birth_place(rng: Random, family_origin: str, born: date, home_insee: str) -> str:
    """The INSEE code of the place of birth: commune, overseas department or country."""
    countries = _countries()[family_origin]
    abroad = 0.75 if born.year < 1970 else 0.3
    if countries and rng.random() < abroad:
        return _abroad(rng, rng.choice(countries), born)
    if rng.random() < 0.72:
        return home_insee if rng.random() < 0.5 else "42218"
    return str(rng.choice(data("places.toml")["births_elsewhere"]))


def _abroad(rng: Random, country: str, born: date) -> str:
    if country in HISTORIC and born.year < HISTORIC_UNTIL[country]:
        return f"{rng.choice(HISTORIC[country])}{rng.randint(1, 400):03d}"
    return country


def insurer(rng: Random) -> str:
    """A complementary insurer ("mutuelle")."""
    return str(rng.choice(data("places.toml")["insurers"]))


@cache
def _towns() -> Weighted[tuple[str, str, str]]:
    towns = data("places.toml")["towns"]
    return Weighted([(a, b, c) for a, b, c, _ in towns], [weight for *_, weight in towns])


@cache
def _origins() -> Weighted[str]:
    rows = data("places.toml")["origins"]
    return Weighted([name for name, _, _ in rows], [weight for _, weight, _ in rows])


@cache
def _countries() -> dict[str, list[str]]:
    return {name: codes for name, _, codes in data("places.toml")["origins"]}


@cache
def _providers() -> Weighted[str]:
    rows = data("places.toml")["providers"]
    return Weighted([name for name, _ in rows], [weight for _, weight in rows])
