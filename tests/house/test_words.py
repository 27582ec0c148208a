"""Every word shown to people exists in both languages."""

from enum import StrEnum

import pytest

from tocsin.language import LANGUAGES
from tocsin.model.category import Category
from tocsin.model.notice import Channel, DeliveryState, HoldReason


@pytest.mark.parametrize("words", [Category, Channel, HoldReason, DeliveryState])
def test_every_word_has_a_label_in_each_language(words: type[StrEnum]) -> None:
    labels = {language: [word.label(language) for word in words] for language in LANGUAGES}  # type: ignore[attr-defined]
    assert all(label.strip() for found in labels.values() for label in found)
    assert all(len(set(found)) == len(found) for found in labels.values())
