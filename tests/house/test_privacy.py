"""Nothing in the repository names a real person, a machine or a workplace."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.repository import SOURCE, name_of, text_of, tracked

RESERVED = re.compile(
    r"(?:^|\.)(?:invalid|example|test|local|localhost|localdomain|exemple|example\.(?:com|org|net|fr))$"
)
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})")
MACHINE = re.compile(
    r"(?<![\w.])/(?:work|root|opt|home)/[a-z.]|/tmp/briefs|\bshared/(?:data|DESIGN)"
)
HOST = re.compile(
    r"https?://(?:[\w.-]+@)?(?:pypi\.|files\.pythonhosted|[\w.-]*(?:artifactory|nexus|devpi))"
)
THIRD_PARTY = ("tests/read/data/", "tests/watch/data/", "tests/notify/bounce/data/")
"""Other people's test documents, kept byte for byte under their own licence."""


def ours() -> Iterator[tuple[Path, str]]:
    """Text files of the repository that we wrote."""
    for path in tracked():
        name = name_of(path)
        text = text_of(path)
        if text is not None and name != "uv.lock" and not name.startswith(THIRD_PARTY):
            yield path, text


@pytest.mark.parametrize("pattern", [MACHINE, HOST], ids=["machine path", "registry host"])
def test_no_place_of_work(pattern: re.Pattern[str]) -> None:
    found = [name_of(path) for path, text in ours() if pattern.search(text)]
    assert [name for name in found if not name.startswith("tests/house/")] == []


def test_every_email_address_is_under_a_reserved_domain() -> None:
    strangers = {
        name_of(path)
        for path, text in ours()
        for domain in EMAIL.findall(text)
        if not RESERVED.search(domain.lower())
    }
    assert strangers == set()


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("see /" + "work/main", True), ("cd /" + "root/x", True), ("docs/" + "work/x", False)],
)
def test_machine_paths_are_recognised(text: str, is_found: bool) -> None:
    assert bool(MACHINE.search(text)) is is_found


def test_only_commands_print() -> None:
    found = [
        name_of(path)
        for path, text in ours()
        if SOURCE in path.parents
        and "cli" not in path.parts
        and path.name != "__main__.py"
        and re.search(r"^\s*print\(", text, re.MULTILINE)
    ]
    assert found == []
