"""`DIR/care.toml`: the services that care depends on, as the hospital lists them."""

import os
import tomllib
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal

import msgspec

from tocsin.errors import InputError

FILE_NAME = "care.toml"
TEMPLATE = Path(__file__).with_name("care.toml.template")
NEVER: Literal["never"] = "never"


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One service: its machines, the ports it answers on (none: all), what it must itself reach.

    `cost` is that of an hour without it, in ordinary connections an hour; or "never".
    """

    name: str
    cost: float | Literal["never"] = NEVER
    serves: str = ""
    hosts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    reaches: tuple[str, ...] = ()

    def stands_on(self, place: str) -> bool:
        """Whether a machine, by name or address, is the service's."""
        return short(place) in map(short, self.hosts) or _within(place, self.addresses)

    def answers(self, target: str, port: int) -> bool:
        """Whether a connection to `target` asks for the service; an unknown port (0) may."""
        return self.stands_on(target) and (not port or not self.ports or port in self.ports)

    def needs(self, source: str, target: str) -> bool:
        """Whether a connection is one that the service itself must make."""
        return self.stands_on(source) and _within(target, self.reaches)


class Care(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The list, and the machines that the logs know under two names (name → the one used)."""

    service: tuple[Service, ...] = ()
    machines: dict[str, str] = {}

    def name_of(self, place: str) -> str:
        """The one name of a machine inside: as listed, else without its domain."""
        return self.machines.get(place) or self.machines.get(short(place), short(place))

    def of(self, source: str, target: str, port: int) -> tuple[Service, ...]:
        """The services that a connection serves."""
        return tuple(s for s in self.service if s.answers(target, port) or s.needs(source, target))

    @property
    def places(self) -> frozenset[str]:
        """Every single host and address that the list names."""
        return frozenset(
            place.lower() for s in self.service for place in (*s.hosts, *s.addresses, *s.reaches)
        )


def load_care(folder: Path) -> Care:
    """The list in `folder`. Raises `InputError` if it is missing or cannot be used."""
    path = folder / FILE_NAME
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise _missing() from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise _unusable("TOML") from None
    try:
        care = msgspec.convert(table, Care)
    except msgspec.ValidationError as error:
        raise _unusable(str(error).rpartition(" - at ")[2].strip("`")[:60]) from None
    for place in _faults(care):
        raise _unusable(place)
    machines = {name.lower(): short(used) for name, used in care.machines.items()}
    return msgspec.structs.replace(care, machines=machines)


def write_template(folder: Path) -> Path:
    """A blank care.toml in `folder`, unless one is there; its path."""
    path = folder / FILE_NAME
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(TEMPLATE.read_bytes())
    return path


def short(place: str) -> str:
    """A host's name without its domain, in lower case; an address as it is."""
    return place.lower() if _is_network(place) else place.lower().partition(".")[0]


def _faults(care: Care) -> Iterator[str]:
    """Where the list says what cannot be."""
    names = [service.name for service in care.service]
    for number, service in enumerate(care.service):
        here = f"$.service[{number}]"
        if not service.name.strip() or names.count(service.name) > 1:
            yield f"{here}.name"
        if not (service.hosts or service.addresses):
            yield f"{here}.hosts"
        if not all(map(_is_network, service.addresses)):
            yield f"{here}.addresses"
        if not all(0 < port < 65_536 for port in service.ports):
            yield f"{here}.ports"
        if service.cost != NEVER and not 0 <= service.cost < 1e9:
            yield f"{here}.cost"


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _within(place: str, listed: tuple[str, ...]) -> bool:
    """Whether a place is listed, by name, by address or by network."""
    if place in map(str.lower, listed):
        return True
    try:
        address = ip_address(place)
    except ValueError:
        return False
    return any(address in ip_network(n, strict=False) for n in listed if _is_network(n))


def _missing() -> InputError:
    return InputError(
        "care.missing",
        f"La liste des services de soins, {FILE_NAME}, manque dans le dossier de l'affaire.",
        f"The list of care services, {FILE_NAME}, is missing in the case folder.",
        way_out_fr="« tocsin watch contain --template --case DIR » l'écrit ; remplissez-la.",
        way_out_en='"tocsin watch contain --template --case DIR" writes it; fill it in.',
    )


def _unusable(place: str) -> InputError:
    return InputError(
        "care.value",
        f"Le fichier {FILE_NAME} ne peut pas servir : {place}.",
        f"The file {FILE_NAME} cannot be used: {place}.",
        way_out_fr='Un nom unique, des hôtes ou des adresses, des ports, cost = "never" ou un'
        " nombre ; --template montre la forme.",
        way_out_en='A name of its own, hosts or addresses, ports, cost = "never" or a number;'
        " --template shows the form.",
    )
