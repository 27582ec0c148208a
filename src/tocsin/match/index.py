"""The patient index in memory: who bears this number, name, date, address?

Built once, before the workers fork; see `keytable` for why it is made of flat arrays.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from math import log2

import numpy as np
import numpy.typing as npt

from tocsin.match.collector import collector_paused
from tocsin.match.idshape import IdShapes, id_key, squeezed
from tocsin.match.keytable import NONE, Hashes, KeyTable, Numbers, hashes_of
from tocsin.match.likeness import Likeness
from tocsin.match.names import AROUND, GivenNameBook, GivenNames, Surnames
from tocsin.match.nir import BODY
from tocsin.match.ownnumbers import NONE_KNOWN, OwnNumbers
from tocsin.match.persons import PersonTable
from tocsin.match.slips import SurnameSlips
from tocsin.model.mention import MentionKind
from tocsin.model.person import Person

SECOND = 1 << 32
"""A key of two numbers is the first times this, plus the second."""


class PatientIndex:
    """Look-ups over the persons of the index, who are known by their position in it.

    Implements `tocsin.model.mention.NameLexicon`. Names given to it are folded. `own` is what the
    hospital says of its numbers.
    """

    def __init__(self, persons: Sequence[Person], own: OwnNumbers = NONE_KNOWN) -> None:
        self.own = own
        with collector_paused():
            self.persons = persons if isinstance(persons, PersonTable) else PersonTable(persons)
            self._file_names()
            self._file_keys()

    def __len__(self) -> int:
        return len(self.persons)

    def __reduce__(self) -> tuple[type["PatientIndex"], tuple[PersonTable, OwnNumbers]]:
        """Hashes of strings hold within one family of processes: elsewhere, build anew."""
        return PatientIndex, (self.persons, self.own)

    # building

    def _file_names(self) -> None:
        coded = self.persons.coded
        self.surnames = Surnames(coded["birth_name"], coded["used_name"])
        self.given_names = GivenNameBook(coded["first_names"])
        self._birth_name, self._used_name = _flat(self.surnames.birth), _flat(self.surnames.used)
        self.given_codes = coded["first_names"].codes
        self._given = _flat(self.given_codes)

    def _file_keys(self) -> None:
        texts, coded = self.persons.texts, self.persons.coded
        born = coded["birth_date"]
        days = np.array([day.toordinal() if day else 0 for day in born.values], np.int64)
        self.days = days[born.codes]
        """Of each person the birth date as a proleptic ordinal, 0 where it is unknown."""
        self.nirs, self.inss = _bodies(texts["nir"]), _bodies(texts["ins"])
        self.insured_nirs = _bodies(texts["insured_nir"])
        """Of each person the hash of the 13 characters, 0 where there are none."""
        self._by_id = KeyTable(map(id_key, texts["patient_id"]), range(len(self)))
        self._by_stay = KeyTable(
            (id_key(stay) for stay, _ in self.own.stays), [person for _, person in self.own.stays]
        )
        self._by_nir = _filed(self.nirs, np.where(self.inss == self.nirs, 0, self.inss))
        self._by_insured_nir = _filed(self.insured_nirs)
        self._by_email = _filed(hashes_of(texts["email"]))
        phone, mobile = hashes_of(texts["phone"]), hashes_of(texts["mobile"])
        self._by_phone = _filed(phone, np.where(mobile == phone, 0, mobile))
        self._by_date = _filed(self.days)
        self._living_at = dict(
            zip(coded["postal_code"].values, np.bincount(coded["postal_code"].codes), strict=True)
        )
        self._file_surnames()

    def _file_surnames(self) -> None:
        birth, used = self.surnames.birth, self.surnames.used
        used = np.where(used == birth, 0, used)
        given = self.given_names.first_tokens[self.given_codes]
        self._by_surname = _filed(birth.astype(np.int64), used.astype(np.int64))
        self._by_name = _filed(_pair(birth, given), _pair(used, given))
        self._by_name_and_date = _filed(_pair(birth, self.days), _pair(used, self.days))

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
        """Leading zeros and signs between the parts do not count."""
        return self._by_id.get(self.patient_id_key(value))

    def patient_id_key(self, value: str) -> str:
        """What spellings of one number share; letters that the hospital's form adds do not count,
        unless the index has the number with them.
        """
        key = id_key(value)
        if not self.own.patient_forms or self._by_id.get(key):
            return key
        return self.own.core_key(value) or key

    def with_stay(self, value: str) -> Sequence[int]:
        """Persons whose stay it is, by the hospital's list."""
        return self._by_stay.get(id_key(value))

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

    def whose_given_name_may_be(self, said: str, persons: Iterable[int]) -> list[int]:
        """Of these persons those for one of whose given names the word `said` may stand."""
        like, others = self._called(said)
        first, codes = self._first_token, self._given
        return [
            person for person in persons if first[code := codes[person]] in like or code in others
        ]

    @cached_property
    def _called(self) -> Callable[[str], tuple[frozenset[int], frozenset[int]]]:
        """For one word said: first tokens of given names that it may stand for, by number (0: there
        is none), and codes of names that are called so otherwise; an initial stands for no other.
        """

        def called(said: str) -> tuple[frozenset[int], frozenset[int]]:
            like = {self.given_names.number[token] for token in self._likeness.like(said)}
            others = self._called_beside.get(said) if len(said) > 1 else ()
            return frozenset({0} | like), frozenset(others)

        return lru_cache(maxsize=5_000)(called)

    @cached_property
    def _first_token(self) -> "array[int]":
        """Of each code of given names the number of their first token, 0 where there is none."""
        return _flat(self.given_names.first_tokens.astype(np.int32))

    @cached_property
    def _called_beside(self) -> KeyTable:
        """The codes of given names by what they may be called beside their first token."""
        filed = [
            (name, code) for code, given in enumerate(self.given_names) for name in given.others
        ]
        return KeyTable((name for name, _ in filed), [code for _, code in filed])

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness(self.given_names.first_words)

    def with_name(self, surname: str, given_token: str) -> Sequence[int]:
        """Persons who bear the surname and whose first given name begins with this token."""
        code, token = self.surnames.code.get(surname), self.given_names.number.get(given_token)
        return self._by_name.get(code * SECOND + token) if code and token else ()

    def with_name_and_date(self, surname: str, ordinal: int) -> Sequence[int]:
        """Persons who bear the surname and were born on that day."""
        code = self.surnames.code.get(surname)
        return self._by_name_and_date.get(code * SECOND + ordinal) if code and ordinal else ()

    # the same for a whole column: the one person, `NONE` or `SEVERAL`

    def each_patient_id(self, values: Sequence[str]) -> Numbers:
        """Of each patient identifier."""
        if not any(values):
            return np.full(len(values), NONE, np.int32)
        if "".join(values).isdigit():
            return self._by_id.only(hashes_of([value.lstrip("0") for value in values]))
        key = self.patient_id_key if self.own.patient_forms else id_key
        return self._by_id.only(hashes_of(map(key, values)))

    def each_nir(self, hashes: Hashes) -> Numbers:
        """Of each NIR or INS, given as the hash of its 13 characters."""
        return self._by_nir.only(hashes)

    def each_name_and_date(self, surnames: Hashes, days: Hashes) -> Numbers:
        """Of each surname, given as its code, with a birth date, given as its ordinal."""
        return self._by_name_and_date.only(_pair(surnames, days))

    def surnames_near(self, folded: str) -> list[str]:
        """Surnames of the index that one slip of the pen makes of a word that is none."""
        return [] if self.is_surname(folded) else self._slips.near(folded)

    @cached_property
    def _slips(self) -> SurnameSlips:
        return SurnameSlips(self.surnames.folded)

    # how rare a thing is

    @cached_property
    def size_bits(self) -> float:
        """log2 of the number of persons who can be meant: those of the index and around it."""
        return log2(len(self.persons) + AROUND)

    def shared_bits(self, sharing: int) -> float:
        """How much it tells that a key agrees which `sharing` persons of the index have."""
        return self.size_bits - log2(sharing)

    def postal_code_bits(self, code: str) -> float:
        """How much it tells that a postal code agrees: little where most patients live."""
        return log2(len(self.persons) / int(self._living_at[code])) if len(self) else 0.0

    # NameLexicon

    def is_surname(self, folded: str) -> bool:
        """Whether someone bears it as birth name or name in use."""
        return bool(folded) and folded in self.surnames.code

    def is_given_name(self, folded: str) -> bool:
        """Whether someone bears it as one of their given names."""
        return folded in self.given_names

    def is_name(self, surname: str, given: str) -> bool:
        """Whether someone bears the surname and a first given name that begins with this token."""
        return bool(self.with_name(surname, given))

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
        return any(self._patient_id(i) == value for i in self.with_patient_id(value))

    def patient_id_of(self, written: str, *, zeros_lost: bool = False) -> str:
        """The identifier that `written` spells, as the index writes it; "" if it has none."""
        wanted = squeezed(written)
        for number in self._by_id.get(wanted.lstrip("0")):
            known = self._patient_id(number)
            if zeros_lost or squeezed(known) == wanted or id_key(known) != id_key(written):
                return known
        return ""

    def number_forms(self, kind: MentionKind) -> Sequence[str]:
        """The hospital's forms of its numbers: of patients, of stays."""
        forms = {
            MentionKind.PATIENT_ID: self.own.patient_forms,
            MentionKind.STAY_ID: self.own.stay_forms,
        }
        return forms.get(kind, ())

    @property
    def has_stays(self) -> bool:
        """Whether the hospital gave a list of its stays."""
        return bool(self._by_stay)

    def is_stay(self, written: str) -> bool:
        """Whether that list has this number."""
        return bool(self.with_stay(written))

    def patient_id_shapes(self) -> Sequence[str]:
        """The usual shapes of the index's identifiers, `9` for any digit."""
        return self._id_shapes.usual

    def patient_id_chance(self, value: str) -> float:
        """How likely any number of this shape is a patient's, by chance alone."""
        return self._id_shapes.chance(value)

    @cached_property
    def _id_shapes(self) -> IdShapes:
        return IdShapes(self.persons.texts["patient_id"])

    def _patient_id(self, number: int) -> str:
        return self.persons.texts["patient_id"][number]


def _flat(numbers: Numbers) -> "array[int]":
    """Single values of an `array` are read ten times as fast as NumPy's."""
    return array("i", numbers.tobytes())


def _filed(*columns: Hashes) -> KeyTable:
    """The persons under the keys of some columns; 0 is no key."""
    numbers = [np.flatnonzero(keys) for keys in columns]
    keys = np.concatenate([keys[kept] for keys, kept in zip(columns, numbers, strict=True)])
    return KeyTable.of_hashes(keys, np.concatenate(numbers).astype(np.int32))


def _bodies(numbers: Iterable[str]) -> Hashes:
    return hashes_of(number[:BODY] for number in numbers)


def _pair(codes: npt.NDArray[np.integer], second: Hashes) -> Hashes:
    """Both numbers in one key; 0 where one of them is 0."""
    codes = codes.astype(np.int64)
    return np.where((codes == 0) | (second == 0), 0, codes * SECOND + second)
