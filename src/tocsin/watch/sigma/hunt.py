"""Asks the rules of many events, each only of those it can match.

For each kind of event there are two askers: for the rules that look at some fields, whose answers
are remembered by what these fields hold, and for those that look at all of the text.
"""

from collections import defaultdict
from collections.abc import Iterable

from tocsin.watch.event import Values
from tocsin.watch.sigma.asker import ALL_TEXT, Answers, FieldAsker, TextAsker
from tocsin.watch.sigma.logsource import renamings, sources_of
from tocsin.watch.sigma.rule import Rule

MOST_KINDS = 10_000
"""Kinds of events whose askers are kept; then all are made anew."""

Askers = tuple[FieldAsker, TextAsker]


class Hunt:
    """The rules, ready to be asked."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_source: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            self._by_source[rule.source].append(rule)
        self._askers: dict[tuple[str, str, str], Askers] = {}
        self._answers = Answers()

    def matches(self, dataset: str, fields: Values) -> list[Rule]:
        """The rules that an event matches."""
        kind = (dataset, str(fields.get("Channel")), str(fields.get("EventID", "")))
        askers = self._askers.get(kind)
        if askers is None:
            askers = self._made(kind, dataset, fields)
        by_field, by_text = askers
        return by_field.matches(fields) + by_text.matches(fields)

    def _made(self, kind: tuple[str, str, str], dataset: str, fields: Values) -> Askers:
        rules = [
            rule
            for source in sources_of(dataset, fields)
            for rule in self._by_source.get(source, ())
            if not rule.codes or kind[2] in rule.codes
        ]
        names = renamings(fields)
        askers = (
            FieldAsker([r for r in rules if ALL_TEXT not in r.fields], names, self._answers),
            TextAsker([r for r in rules if ALL_TEXT in r.fields], names),
        )
        if len(self._askers) >= MOST_KINDS:
            self._askers.clear()
            self._answers.forget()
        self._askers[kind] = askers
        return askers
