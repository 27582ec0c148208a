import pytest

from tests.find.lexicon import SmallLexicon
from tocsin.find import TableFinder, TextFinder


@pytest.fixture(scope="session")
def finder() -> TextFinder:
    return TextFinder(SmallLexicon())


@pytest.fixture(scope="session")
def tables() -> TableFinder:
    return TableFinder(SmallLexicon())
