"""Every format that is read has a name that a person understands."""

import pytest

from tocsin.model.media import media_name
from tocsin.read import sniff
from tocsin.read.formats import FORMATS


@pytest.mark.parametrize("media_type", sorted({*FORMATS, *sniff.IMAGES, sniff.UNKNOWN}))
def test_a_format_that_is_read_has_a_name_in_both_languages(media_type: str) -> None:
    french, english = media_name(media_type, "fr"), media_name(media_type, "en")
    assert french
    assert english
    assert media_type not in (french, english)


def test_any_other_keeps_its_type() -> None:
    assert media_name("chemical/x-pdb", "fr") == "chemical/x-pdb"
