"""Relatives told by a given name and a telephone: themselves, and not the patient beside."""

from tests.assess.conftest import ODILE, SOLANGE, Look, confirmed, unsure
from tocsin.model.document import TextBlock

SAID = "Solange BERTHELOTTE née le 03/02/1966, fracture du col du fémur.\n{relative}.\nIPP900004"


def text(relative: str) -> TextBlock:
    return TextBlock("doc.txt", "corps", SAID.format(relative=relative))


def test_the_number_of_a_relative_tells_who_it_is(look: Look) -> None:
    found = look(text("Prévenir sa sœur Odile 06 39 98 00 01"))
    assert {(ODILE, "civil_status"), (ODILE, "contact")} <= confirmed(found)
    assert (ODILE, "health") not in confirmed(found) | unsure(found)
    assert {(SOLANGE, "civil_status"), (SOLANGE, "health")} <= confirmed(found)


def test_another_given_name_with_that_number_is_not_confirmed(look: Look) -> None:
    found = look(text("Prévenir son mari Luca 06 39 98 00 01"))
    assert ODILE not in {person for person, _ in confirmed(found)}


LETTER = """Solange BERTHELOTTE
née le 03/02/1966

Je vous écris pour mon amie Odile ESPOSITO, née le 02/03/1954, rentrée dimanche.
{said}
Solange Berthelotte
"""


def test_a_letter_about_a_relative_tells_the_relatives_illness(look: Look) -> None:
    said = "On nous a annoncé son cancer du pancréas en juillet, et puis l'infection."
    found = look(TextBlock("doc.txt", "corps", LETTER.format(said=said)))
    assert (ODILE, "health") in confirmed(found) | unsure(found)
    assert (SOLANGE, "health") not in confirmed(found) | unsure(found)


def test_its_writer_may_tell_her_own(look: Look) -> None:
    said = "Pour ma part je dois soigner mon cancer du pancréas."
    found = look(TextBlock("doc.txt", "corps", LETTER.format(said=said)))
    assert (SOLANGE, "health") in confirmed(found) | unsure(found)
    assert (ODILE, "health") not in confirmed(found) | unsure(found)
