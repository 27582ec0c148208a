"""Sigma rules into SQL conditions, by pySigma and its SQLite backend (which keeps `timespan`).

pySigma is loaded only where rules are converted: those that Tocsin brings are converted already.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import re2
from sigma.backends.sqlite.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.conditions import (
    ConditionAND,
    ConditionFieldEqualsValueExpression,
    ConditionOR,
    ConditionValueExpression,
)
from sigma.correlations import SigmaCorrelationRule
from sigma.exceptions import SigmaError
from sigma.rule import SigmaRule
from sigma.types import SigmaNumber, SigmaString
from yaml import YAMLError

from tocsin.watch.sigma.rule import Correlation, CountOver, Level, Rule, RuleBook, Unconverted

ALL_TEXT = "_all"
"""The column that holds all of an event's text, for rules that name no field."""

SHORTEST_NEED = 2
EVERYDAY = frozenset({"get", "post", ".exe", "http", "windows", "system32", "c:\\windows\\"})
"""Words that stand in most events of their kind: better any other."""

MOST_NEEDS = 3_000
_SELECT = re.compile(r"SELECT \* FROM logs WHERE (.*)", re.DOTALL)
_REGEXP = re.compile(r"REGEXP '((?:[^']|'')*)'")
Needs = frozenset[str]


def convert(paths: Iterable[Path]) -> RuleBook:
    """The rules in YAML files; a file that is none is named with the reason."""
    texts, refused = [], []
    for path in paths:
        try:
            texts.append((path.name, path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            refused.append(Unconverted(path.name, type(error).__name__))
    return convert_texts(texts) + RuleBook(unconverted=tuple(refused))


def convert_texts(texts: Iterable[tuple[str, str]]) -> RuleBook:
    """The rules in YAML texts, each with its name."""
    backend: Any = sqliteBackend(  # type: ignore[no-untyped-call]
        collate_nocase=True, fulltext_field=ALL_TEXT
    )
    parsed: list[tuple[str, Any]] = []
    refused: list[Unconverted] = []
    for name, text in texts:
        try:
            found = SigmaCollection.from_yaml(text)
            parsed.extend((name, rule) for rule in found.rules)
        except (SigmaError, YAMLError, ValueError, TypeError, KeyError, AttributeError) as error:
            refused.append(Unconverted(name, type(error).__name__))
    results = list(_each(backend, parsed))
    return RuleBook(
        tuple(result for result in results if isinstance(result, Rule)),
        tuple(result for result in results if isinstance(result, Correlation)),
        (*refused, *(result for result in results if isinstance(result, Unconverted))),
    )


def _each(
    backend: Any, parsed: list[tuple[str, Any]]
) -> Iterator[Rule | Correlation | Unconverted]:
    correlated = [rule for _, rule in parsed if isinstance(rule, SigmaCorrelationRule)]
    if correlated:
        SigmaCollection([rule for _, rule in parsed]).resolve_rule_references()
    # A correlation's SQL quotes its rules, which must be converted before.
    for name, rule in sorted(parsed, key=lambda p: isinstance(p[1], SigmaCorrelationRule)):
        try:
            if isinstance(rule, SigmaRule):
                yield _rule(backend, rule)
            else:
                yield _correlation(backend, rule)
        except (SigmaError, ValueError, TypeError, KeyError, AttributeError, re2.error) as error:
            yield Unconverted(name, str(error)[:200] or type(error).__name__)


def _rule(backend: Any, rule: SigmaRule) -> Rule:
    # A rule that another one counts gives no query of its own, but a copy of it does.
    queries = backend.convert_rule(rule) or backend.convert_rule(
        SigmaRule.from_dict(rule.to_dict())
    )
    conditions = [_SELECT.fullmatch(sql)[1] for sql in queries]  # type: ignore[index]
    condition = " OR ".join(f"({one})" for one in conditions)
    for pattern in _REGEXP.findall(condition):
        re2.compile(pattern.replace("''", "'"))  # or the rule cannot be asked in linear time
    trees = [condition.parse() for condition in rule.detection.parsed_condition]
    source = rule.logsource
    return Rule(
        **_said(rule),
        source="/".join(part or "" for part in (source.product, source.category, source.service)),
        condition=condition,
        fields=tuple(backend.required_fields(rule)),
        codes=tuple(sorted(_any(trees, _codes))),
        needs=tuple(sorted(_any(trees, _needs))),
    )


EVERY_ACTOR = ("TargetUserName", "SubjectUserName", "User", "IpAddress", "SourceIp", "Computer")
"""Fields kept of each match, so that a correlation can say whose events they were."""


def _correlation(backend: Any, rule: Any) -> Correlation:
    bases = [reference.rule for reference in rule.rules]
    count = _count(rule)
    fields = {field for base in bases for field in backend.required_fields(base)}
    fields |= {*(rule.group_by or ()), *EVERY_ACTOR, *([count.field] if count else [])} - {""}
    query = "" if count else backend.convert_correlation_rule(rule)[0]
    return Correlation(
        **_said(rule),
        rules=tuple(str(base.id or base.name) for base in bases),
        fields=tuple(sorted(fields)),
        query=query,
        count=count,
    )


def _count(rule: Any) -> CountOver | None:
    """The count that the rule is; None if it is a sequence, or counts correlations."""
    kind = rule.type.name.lower()
    if kind not in ("event_count", "value_count") or rule.aliases.aliases:
        return None
    if any(isinstance(reference.rule, SigmaCorrelationRule) for reference in rule.rules):
        return None
    named = rule.condition.fieldref
    fields = [named] if isinstance(named, str) else list(named or ())
    if len(fields) > 1 or (kind == "value_count") != bool(fields):
        return None
    return CountOver(
        group_by=tuple(rule.group_by or ()),
        seconds=rule.timespan.seconds,
        comparison=rule.condition.op.name.lower(),
        limit=rule.condition.count,
        field=fields[0] if fields else "",
    )


def _said(rule: Any) -> dict[str, Any]:
    return {
        "id": str(rule.id or rule.name),
        "title": str(rule.title),
        "level": Level(str(rule.level).lower()) if rule.level else Level.MEDIUM,
        "author": str(rule.author or ""),
        "tags": tuple(str(tag) for tag in rule.tags),
    }


def _any(trees: list[Any], of: Any) -> Needs:
    """What one of several conditions needs: nothing, if one of them needs nothing."""
    found = [of(tree) for tree in trees]
    return frozenset().union(*found) if all(found) else frozenset()


def _codes(tree: Any) -> Needs:
    """The numbers of events that can match; empty: any."""
    if isinstance(tree, ConditionFieldEqualsValueExpression) and tree.field == "EventID":
        value = tree.value
        if isinstance(value, SigmaNumber):
            return frozenset({str(value.number)})
        if isinstance(value, SigmaString) and not value.contains_special():
            return frozenset({str(value)})
    return _combined(tree, _codes, min_by=len)


def _needs(tree: Any) -> Needs:
    """Words of which one stands in every event that matches; empty: none is known."""
    if isinstance(tree, ConditionFieldEqualsValueExpression | ConditionValueExpression):
        word = _longest(tree.value) if isinstance(tree.value, SigmaString) else ""
        return frozenset({word}) if len(word) >= SHORTEST_NEED else frozenset()
    return _combined(tree, _needs, min_by=_commonness)


def _combined(tree: Any, of: Any, min_by: Any) -> Needs:
    """Of all that must hold the rarest; of alternatives all, if each needs something."""
    if isinstance(tree, ConditionAND):
        found = [needs for needs in map(of, tree.args) if needs]
        return min(found, key=min_by) if found else frozenset()
    if isinstance(tree, ConditionOR):
        union = _any(list(tree.args), of)
        return union if len(union) <= MOST_NEEDS else frozenset()
    return frozenset()


def _commonness(needs: Needs) -> float:
    """The shorter the shortest word, and the more words, the more events hold one."""
    everyday = 1e9 * len(needs & EVERYDAY)
    return everyday + len(needs) * 30.0 ** (4 - min(len(word) for word in needs)) + len(needs) / 1e6


def _longest(value: SigmaString) -> str:
    """The longest stretch without wildcards, as events are folded; only ASCII folds the same."""
    parts = [part for part in value.s if isinstance(part, str)]
    plain = [word for part in parts for word in re.findall(r"[ -~]+", part)]
    return max(plain, key=len, default="").lower()
