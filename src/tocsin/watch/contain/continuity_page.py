"""The continuity log for people, and as JSON."""

from datetime import datetime, timedelta
from typing import Any

from tocsin.language import Language, tr
from tocsin.leaf import Leaf, Table
from tocsin.watch.contain.continuity import Spell, Verdict, interruptions
from tocsin.watch.moment import PARIS

MINUTES_AN_HOUR = 60


def continuity_leaf(verdict: Verdict, told: list[Spell], language: Language) -> Leaf:
    """What may be said, what is missing, and every spell."""
    return Leaf(
        language,
        tr("Continuité des soins", "Continuity of care", language),
        verdict.text(language),
        (_longest(told, language),),
        (_spells(told, language), _missing(verdict, language)),
    )


def continuity_json(verdict: Verdict, told: list[Spell]) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "care_unaffected": verdict.is_unaffected,
        "services_hit": sorted({spell.service for spell in verdict.hit}),
        "not_recorded": [
            {"service": name, "since": since.isoformat()} for name, since in verdict.unrecorded
        ],
        "spells": [_spell_json(spell) for spell in told],
    }


def _longest(told: list[Spell], language: Language) -> str:
    lengths = [spell.length for spell in interruptions(told)]
    if not lengths:
        return tr("Aucune interruption notée.", "No interruption recorded.", language)
    if None in lengths:
        return tr("Une interruption dure encore.", "An interruption still lasts.", language)
    longest = max(length for length in lengths if length is not None)
    return tr("Interruption la plus longue : ", "Longest interruption: ", language) + _length(
        longest
    )


def _spells(told: list[Spell], language: Language) -> Table:
    return Table(
        tr("Ce qui est noté", "What is recorded", language),
        (
            tr("service", "service", language),
            tr("état", "state", language),
            tr("du", "from", language),
            tr("au", "to", language),
            tr("durée", "length", language),
            tr("note", "note", language),
            tr("par", "by", language),
        ),
        tuple(_row(spell, language) for spell in told),
    )


def _row(spell: Spell, language: Language) -> tuple[str, ...]:
    return (
        spell.service,
        spell.state.label(language),
        clock_text(spell.begin),
        clock_text(spell.end) if spell.end else tr("dure encore", "lasts still", language),
        _length(spell.length) if spell.length is not None else "",
        spell.note,
        spell.who,
    )


def _missing(verdict: Verdict, language: Language) -> Table:
    return Table(
        tr("Ce que personne n'a noté", "What nobody recorded", language),
        (tr("service", "service", language), tr("à partir de", "from", language)),
        tuple((name, clock_text(since)) for name, since in verdict.unrecorded),
    )


def clock_text(moment: datetime) -> str:
    """A moment as the hospital's clock shows it."""
    return moment.astimezone(PARIS).strftime("%Y-%m-%d %H:%M %z")


def _length(length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, MINUTES_AN_HOUR)
    return f"{hours} h {minutes:02}"


def _spell_json(spell: Spell) -> dict[str, Any]:
    return {
        "service": spell.service,
        "state": spell.state.value,
        "from": spell.begin.isoformat(),
        "to": spell.end.isoformat() if spell.end else None,
        "note": spell.note,
        "who": spell.who,
    }
