"""The patient index in memory: who bears this number, name, date, address?

Built once, before the workers fork; see `keytable` for why it is made of flat arrays.
"""

from array import array
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from math import log2

from tocsin.match.collector import collector_paused
from tocsin.match.keytable import KeyTable
from tocsin.match.names import AROUND, GivenNameBook, GivenNames, Surnames
from tocsin.match.nir import BODY
from tocsin.match.slips import SurnameSlips
from tocsin.model.person import Person

Keyed = Iterable[tuple[Hashable, int]]


class PatientIndex:
    """Look-ups over the persons of the index, who are known by their position in it.

    Implements `tocsin.model.mention.NameLexicon`. Names given to it are folded.
    """

    def __init__(self, persons: Sequence[Person]) -> None:
        self.persons = persons
        self.surnames = Surnames(len(persons))
        self.given_names = GivenNameBook(len(persons))
        self._birth_name = array("i", bytes(4 * len(persons)))
        self._used_name = array("i", bytes(4 * len(persons)))
        self._given = array("i", bytes(4 * len(persons)))
        with collector_paused():
            self._file_names()
            self._file_keys()

    def __len__(self) -> int:
        return len(self.persons)

    def __reduce__(self) -> tuple[type["PatientIndex"], tuple[Sequence[Person]]]:
        """Hashes of strings hold within one family of processes: elsewhere, build anew."""
        return PatientIndex, (self.persons,)

    # building

    def _file_names(self) -> None:
        names = self.surnames
        for number, person in enumerate(self.persons):
            birth, used = names.add(person.birth_name), names.add(person.used_name)
            names.count(birth, used or birth)
            self._birth_name[number], self._used_name[number] = birth, used
            self._given[number] = self.given_names.add(person.first_names)
        names.forget_spellings()
        self.given_names.close()

    def _file_keys(self) -> None:
        persons = self.persons
        self._by_id = _table((_id_key(p.patient_id), i) for i, p in enumerate(persons))
        self._by_nir = _table(self._nirs())
        self._by_insured_nir = _table(
            (p.insured_nir[:BODY], i) for i, p in enumerate(persons) if p.insured_nir
        )
        self._by_email = _table((p.email, i) for i, p in enumerate(persons) if p.email)
        self._by_phone = _table(self._phones())
        self._by_date = _table(
            (p.birth_date.toordinal(), i) for i, p in enumerate(persons) if p.birth_date
        )
        self._by_postal_code = Counter(p.postal_code for p in persons)
        self._by_surname = _table(self._surname_codes())
        self._by_name = _table(self._surnames_with(self._first_names))
        self._by_name_and_date = _table(self._surnames_with(self._dates))

    def _nirs(self) -> Iterator[tuple[str, int]]:
        for number, person in enumerate(self.persons):
            for value in {person.nir[:BODY], person.ins[:BODY]} - {""}:
                yield value, number

    def _phones(self) -> Iterator[tuple[str, int]]:
        for number, person in enumerate(self.persons):
            for value in {person.phone, person.mobile} - {""}:
                yield value, number

    def _surname_codes(self) -> Iterator[tuple[int, int]]:
        for number, (birth, used) in enumerate(zip(self._birth_name, self._used_name, strict=True)):
            if birth:
                yield birth, number
            if used and used != birth:
                yield used, number

    def _surnames_with(self, second: Sequence[Hashable]) -> Iterator[tuple[Hashable, int]]:
        for code, number in self._surname_codes():
            if second[number]:
                yield (code, second[number]), number

    @property
    def _first_names(self) -> list[Hashable]:
        names = self.given_names
        return [next(iter(names[code].tokens), "") for code in self._given]

    @property
    def _dates(self) -> list[Hashable]:
        return [p.birth_date.toordinal() if p.birth_date else 0 for p in self.persons]

    # what is known of one person

    def birth_name(self, person: int) -> str:
        """Folded."""
        return self.surnames.folded[self._birth_name[person]]

    def used_name(self, person: int) -> str:
        """Folded; "" if there is none beside the birth name."""
        return self.surnames.folded[self._used_name[person]]

    def given(self, person: int) -> GivenNames:
        """All given names of the person."""
        return self.given_names[self._given[person]]

    # who bears a key

    def with_patient_id(self, value: str) -> Sequence[int]:
        """Leading zeros do not count: spreadsheets take them away."""
        return self._by_id.get(_id_key(value))

    def with_nir(self, value: str) -> Sequence[int]:
        """Persons whose own NIR or INS it is, whatever the key after the 13 characters."""
        return self._by_nir.get(value[:BODY])

    def with_insured_nir(self, value: str) -> Sequence[int]:
        """Persons on whose papers a parent's number stands."""
        return self._by_insured_nir.get(value[:BODY])

    def with_email(self, value: str, limit: int | None = None) -> Sequence[int]:
        """Persons with this e-mail address."""
        return self._by_email.get(value, limit)

    def with_phone(self, value: str, limit: int | None = None) -> Sequence[int]:
        """Persons with this telephone number, fixed or mobile."""
        return self._by_phone.get(value, limit)

    def born_on(self, ordinal: int) -> Sequence[int]:
        """Persons born on the day of this proleptic ordinal."""
        return self._by_date.get(ordinal)

    def with_surname(self, folded: str, limit: int | None = None) -> Sequence[int]:
        """Persons who bear it as birth name or name in use."""
        code = self.surnames.code.get(folded)
        return self._by_surname.get(code, limit) if code else ()

    def with_name(self, surname: str, given_token: str) -> Sequence[int]:
        """Persons who bear the surname and whose first given name begins with this token."""
        code = self.surnames.code.get(surname)
        return self._by_name.get((code, given_token)) if code else ()

    def with_name_and_date(self, surname: str, ordinal: int) -> Sequence[int]:
        """Persons who bear the surname and were born on that day."""
        code = self.surnames.code.get(surname)
        return self._by_name_and_date.get((code, ordinal)) if code else ()

    # the same for a whole column: the one person, `NONE` or `SEVERAL`

    def each_patient_id(self, values: Iterable[str]) -> list[int]:
        """Of each patient identifier."""
        return self._by_id.only(map(_id_key, values))

    def each_nir(self, values: Iterable[str]) -> list[int]:
        """Of each NIR or INS."""
        return self._by_nir.only(value[:BODY] for value in values)

    def each_name_and_date(self, surnames: Iterable[str], ordinals: Iterable[int]) -> list[int]:
        """Of each surname with a birth date."""
        codes = self.surnames.code
        return self._by_name_and_date.only(
            (codes.get(surname, -1), ordinal)
            for surname, ordinal in zip(surnames, ordinals, strict=True)
        )

    def surnames_near(self, folded: str) -> list[str]:
        """Surnames of the index that one slip of the pen makes of a word that is none."""
        return [] if self.is_surname(folded) else self._slips.near(folded)

    @cached_property
    def _slips(self) -> SurnameSlips:
        return SurnameSlips(self.surnames.folded)

    # how rare a thing is

    @property
    def size_bits(self) -> float:
        """log2 of the number of persons who can be meant: those of the index and around it."""
        return log2(len(self.persons) + AROUND)

    def shared_bits(self, sharing: int) -> float:
        """How much it tells that a key agrees which `sharing` persons of the index have."""
        return self.size_bits - log2(sharing)

    def postal_code_bits(self, code: str) -> float:
        """How much it tells that a postal code agrees: little where most patients live."""
        return log2(len(self.persons) / self._by_postal_code[code]) if self.persons else 0.0

    # NameLexicon

    def is_surname(self, folded: str) -> bool:
        """Whether someone bears it as birth name or name in use."""
        return bool(folded) and folded in self.surnames.code

    def is_given_name(self, folded: str) -> bool:
        """Whether someone bears it as one of their given names."""
        return folded in self.given_names

    def surname_tokens(self) -> frozenset[str]:
        """Every single token that occurs in a surname."""
        return self._surname_tokens

    @cached_property
    def _surname_tokens(self) -> frozenset[str]:
        return frozenset(token for name in self.surnames.folded for token in name.split())

    def given_name_tokens(self) -> frozenset[str]:
        """Every single token that occurs in a given name."""
        return self._given_name_tokens

    @cached_property
    def _given_name_tokens(self) -> frozenset[str]:
        return frozenset(self.given_names.tokens())

    def is_patient_id(self, value: str) -> bool:
        """Whether it is a patient identifier, exactly."""
        return any(self.persons[i].patient_id == value for i in self.with_patient_id(value))


def _table(keyed: Keyed) -> KeyTable:
    pairs = list(keyed)
    return KeyTable((key for key, _ in pairs), [number for _, number in pairs])


def _id_key(value: str) -> str:
    return value.strip().lstrip("0").upper()
