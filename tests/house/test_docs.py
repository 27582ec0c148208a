"""The documentation is true: its commands exist, its links lead somewhere, decisions are whole."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.house.repository import ROOT, documents, name_of

BLOCK = re.compile(r"^[ ]*```(?:console|bash|sh)\n(.*?)^[ ]*```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:TOCSIN_\w+=\S+ )?(?:uv run |tocsin |\./scripts/)[^`]*)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
HEADINGS = ("context", "choice", "measured", "change our mind")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command the documentation shows, as words, with the page it is on."""
    for page in documents():
        text = page.read_text(encoding="utf-8")
        lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
        for line in [*lines, *INLINE.findall(text)]:
            words = shlex.split(line, comments=True)
            while words and "=" in words[0]:
                words = words[1:]
            if words:
                yield name_of(page), words


def tocsin_commands() -> list[tuple[str, ...]]:
    found = {
        tuple(words[words.index("tocsin") + 1 :])
        for _, words in commands()
        if words[0] == "tocsin" or words[:3] == ["uv", "run", "tocsin"]
    }
    return sorted(found)


def test_the_documentation_shows_the_main_commands() -> None:
    shown = {words[0] for words in tocsin_commands() if words}
    assert {"scope", "status", "export", "notify", "report"} <= shown


@pytest.mark.parametrize("words", tocsin_commands(), ids=" ".join)
def test_a_documented_command_exists_with_its_options(words: tuple[str, ...]) -> None:
    from tocsin.cli import main

    names, command = command_of(words)
    answer = CliRunner().invoke(main, [*names, "--help"])
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert answer.exit_code == 0
    assert [w for w in words if w.startswith("--") and w.split("=")[0] not in known] == []


def command_of(words: tuple[str, ...]) -> tuple[list[str], click.Command]:
    """The command meant, through groups of commands, and its name."""
    from tocsin.cli import main

    names: list[str] = []
    command: click.Command = main
    for word in words:
        if not isinstance(command, click.Group) or word not in command.commands:
            break
        names, command = [*names, word], command.commands[word]
    default = getattr(command, "default_command", "")  # a command that needs no name
    if isinstance(command, click.Group) and default:
        names, command = [*names, default], command.commands[default]
    assert names or not words or words[0].startswith("-"), words
    return names, command


def test_every_command_says_what_it_does() -> None:
    from tocsin.cli import main

    silent = [
        f"{name} {parameter.name}"
        for name, command in main.commands.items()
        for parameter in command.params
        if isinstance(parameter, click.Option) and parameter.default is None and not parameter.help
    ]
    assert silent == []
    assert [name for name, command in main.commands.items() if not command.help] == []


def test_documented_scripts_can_be_run() -> None:
    scripts = {ROOT / words[0] for _, words in commands() if words[0].startswith("./")}
    assert scripts
    assert [name_of(path) for path in scripts if not path.stat().st_mode & 0o100] == []


def test_documented_python_modules_exist() -> None:
    modules = {words[words.index("-m") + 1] for _, words in commands() if "-m" in words}
    paths = {name: ROOT / (name.replace(".", "/") + ".py") for name in modules}
    assert [name for name, path in paths.items() if not path.exists()] == []


@pytest.mark.parametrize("page", [*documents()], ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if ":" not in link]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_is_whole(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    titles = [line.lower() for line in text.splitlines() if line.startswith("## ")]
    missing = [word for word in HEADINGS if not any(word in title for title in titles)]
    assert re.match(rf"# {page.name[:3]}[. ]", text)
    assert missing == []


def test_decisions_are_numbered_once() -> None:
    numbers = [page.name[:3] for page in DECISIONS]
    assert len(set(numbers)) == len(numbers)


def test_the_table_of_dependencies_is_complete() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {re.split(r"[><=~\[ ]", line)[0] for line in project["project"]["dependencies"]}
    page = (ROOT / "docs" / "decisions" / "009-dependencies.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| ([a-z0-9-]+) \| \d", page, re.MULTILINE))
    assert listed == wanted


def test_the_page_of_index_columns_is_true() -> None:
    from tocsin.match.columns import find_columns
    from tocsin.model.person import INDEX_COLUMNS

    text = (ROOT / "docs" / "index-columns.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", text, re.MULTILINE)
    misread = [
        heading
        for name, headings in rows
        for heading in re.findall(r"`([^`]+)`", headings)
        if set(find_columns([heading])) != {name}
    ]
    assert [name for name, _ in rows] == list(INDEX_COLUMNS)
    assert misread == []
