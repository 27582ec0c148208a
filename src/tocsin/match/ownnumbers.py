"""The numbers that a hospital gives itself, as far as it says how: forms, and a list of stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tocsin.find.forms import Form, parse_form
from tocsin.match.idshape import id_key, squeezed


@dataclass(frozen=True)
class OwnNumbers:
    """Forms of patient numbers and of stays (`tocsin.find.forms`), and whose the known stays are.

    `stays` are pairs of a stay's number and the patient's position in the index.
    """

    patient_forms: tuple[str, ...] = ()
    stay_forms: tuple[str, ...] = ()
    stays: Sequence[tuple[str, int]] = ()

    def core_key(self, written: str) -> str:
        """The key of a patient number without the letters that its form adds to it, or ""."""
        bare = squeezed(written)
        cores = (form.core(bare) for form in self._patient_forms)
        return next((id_key(core) for core in cores if core and core != bare), "")

    @cached_property
    def _patient_forms(self) -> list[Form]:
        return [parse_form(form) for form in self.patient_forms]


NONE_KNOWN = OwnNumbers()
