"""Rules: the short way to a match finds what the long way finds."""

import pytest

from tests.watch.samples import DATA
from tests.watch.test_evtx import live
from tocsin.watch.event import Values
from tocsin.watch.sigma import asker
from tocsin.watch.sigma.asker import ALL_TEXT
from tocsin.watch.sigma.book import brought
from tocsin.watch.sigma.convert import convert_texts
from tocsin.watch.sigma.hunt import Hunt
from tocsin.watch.sigma.logsource import renamings, sources_of
from tocsin.watch.sigma.memory import memory_table
from tocsin.watch.sigma.rule import Rule

PROCESS = live((DATA / "evtx" / "process.evtx").read_bytes())
SHARE = live((DATA / "evtx" / "share.evtx").read_bytes())
RULE = """
title: {title}
id: 11111111-1111-4111-8111-11111111111{n}
status: test
level: high
logsource: {{product: windows, service: security}}
detection:
  selection: {selection}
  condition: {condition}
"""


def rules(*wanted: tuple[str, str]) -> tuple[Rule, ...]:
    text = "---".join(
        RULE.format(title=f"R{n}", n=n, selection=selection, condition=condition)
        for n, (selection, condition) in enumerate(wanted)
    )
    book = convert_texts([("rules.yml", text)])
    assert book.unconverted == ()
    return book.rules


def event(**fields: object) -> Values:
    return {"Channel": "Security", "EventID": 4624, **fields}


def titles(hunt: Hunt, fields: Values) -> list[str]:
    return [rule.title for rule in hunt.matches("windows.security", fields)]


def asked_in_full(fields: Values) -> set[str]:
    """Every rule of the event's sources, asked without looking for words first."""
    found = set()
    for source in sources_of("windows.security", fields):
        named = fields | {ours: fields.get(his) for ours, his in renamings(fields).items()}
        for rule in (rule for rule in brought().rules if rule.source == source):
            db = memory_table(rule.fields)
            everything = "\n".join(str(v) for v in named.values() if v is not None)
            row = [everything if n == ALL_TEXT else named.get(n) for n in rule.fields]
            row = [None if value is None else str(value) for value in row]
            db.execute(f"INSERT INTO logs VALUES ({','.join('?' * len(row))})", row)
            if db.execute(f"SELECT 1 FROM logs WHERE {rule.condition}").fetchone():
                found.add(rule.id)
            db.close()
    return found


@pytest.mark.parametrize("record", [PROCESS[0], PROCESS[-1], SHARE[0], SHARE[20]])
def test_words_leave_out_only_rules_that_cannot_match(record: object) -> None:
    fields = getattr(record, "fields")  # noqa: B009
    found = {rule.id for rule in Hunt(brought().rules).matches("windows.security", fields)}
    assert found == asked_in_full(fields)


def test_an_attack_is_named() -> None:
    hunt = Hunt(brought().rules)
    found = {
        rule.title
        for record in PROCESS
        for rule in hunt.matches(record.values["event.dataset"], record.fields)
    }
    assert "Shadow Copies Deletion Using Operating Systems Utilities" in found


@pytest.mark.parametrize(
    ("selection", "condition", "fields", "expected"),
    [
        ("{EventID: 4624}", "selection", {}, True),
        ("{EventID: 4625}", "selection", {}, False),
        ("{A|contains: Needle}", "selection", {"A": "a NEEDLE here"}, True),
        ("{A|endswith: '\\x.exe'}", "selection", {"A": "C:\\X.EXE"}, True),
        ("{A|contains|all: [abc, def]}", "selection", {"A": "abc"}, False),
        ("{A|re: 'a{3}b+'}", "selection", {"A": "xaaabb"}, True),
        ("{A: null}", "selection", {}, True),
        ("{A|contains: é}", "selection", {"A": "fédé"}, True),
        ("{A: bcd}", "not selection", {"A": "xyz"}, True),
        ("{A: bcd}", "not selection", {}, True),
        ("[needle]", "selection", {"B": "in any field a Needle"}, True),
        ("{A|cidr: 10.0.0.0/8}", "selection", {"A": "10.2.3.4"}, True),
        ("{A: 3}", "selection", {"A": 3}, True),
        ("{A: 3}", "selection", {"A": "3"}, True),
        ("{A: 'true'}", "selection", {"A": True}, True),
    ],
)
def test_a_rule_says_what_sigma_means(
    selection: str, condition: str, fields: Values, expected: bool
) -> None:
    hunt = Hunt(rules((selection, condition)))
    assert (titles(hunt, event(**fields)) == ["R0"]) is expected


def test_an_answer_is_remembered_for_its_fields_only() -> None:
    hunt = Hunt(rules(("{A|contains: needle}", "selection")))
    assert titles(hunt, event(A="needle", Time=1)) == ["R0"]
    assert titles(hunt, event(A="needle", Time=2)) == ["R0"]
    assert titles(hunt, event(A="hay", Time=1)) == []


def test_values_that_are_equal_and_not_the_same_have_each_their_answer() -> None:
    hunt = Hunt(rules(("{A: 'true'}", "selection")))
    assert titles(hunt, event(A=1)) == []
    assert titles(hunt, event(A=True)) == ["R0"]
    assert titles(hunt, event(A=1.0)) == []
    assert titles(hunt, event(A=[True])) == []


def test_a_word_in_any_field_is_found_among_values_seen_before() -> None:
    hunt = Hunt(rules(("['needle', '42']", "selection")))
    for n in range(3):
        assert titles(hunt, event(A="hay", B=n)) == []
        assert titles(hunt, event(A="hay", B="a needle")) == ["R0"]
        assert titles(hunt, event(A="hay", B=42)) == ["R0"]
        assert titles(hunt, event(A=["hay", "needle"])) == ["R0"]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asker, "MOST_REMEMBERED", 3)
    monkeypatch.setattr(asker, "MOST_SHAPES", 2)
    hunt = Hunt(rules(("{A|contains: needle}", "selection")))
    for n in range(20):
        assert titles(hunt, event(A=f"needle {n}", **{f"B{n}": n})) == ["R0"]
        assert len(hunt._answers) <= 3


def test_a_rule_for_another_log_is_not_asked() -> None:
    hunt = Hunt(rules(("{A: x}", "selection")))
    assert titles(hunt, {"Channel": "System", "EventID": 1, "A": "x"}) == []


@pytest.mark.parametrize(
    "text",
    ["not: a rule", "{broken", "title: x\nlogsource: {product: windows}\ndetection: {}\n"],
)
def test_what_is_no_rule_is_named(text: str) -> None:
    book = convert_texts([("mine.yml", text)])
    assert book.rules == ()
    assert [left_out.name for left_out in book.unconverted] == ["mine.yml"]


def test_an_expression_that_takes_too_long_is_named() -> None:
    text = RULE.format(title="R", n=0, selection="{A|re: '(?=x)y'}", condition="selection")
    book = convert_texts([("mine.yml", text)])
    assert (book.rules, len(book.unconverted)) == ((), 1)


def test_nearly_all_public_rules_are_brought() -> None:
    book = brought()
    assert len(book.rules) > 3_700
    assert len(book.correlations) > 5
    assert [left_out.name for left_out in book.unconverted] == [
        "win_security_adcs_certighost_cdc_chase_request.yml",
        "win_security_adcs_certighost_cert_issued_via_chase.yml",
    ]
    assert [rule.id for rule in book.rules if not rule.author] == []


def test_many_failed_logons_are_one_act() -> None:
    titles = {correlation.title for correlation in brought().correlations}
    assert {"Many logons failed", "Many accounts tried from one address"} <= titles
    by_id = {rule.id for rule in brought().rules}
    assert {rule for c in brought().correlations for rule in c.rules} <= by_id
