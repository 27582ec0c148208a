"""Short papers that say what somebody has without any of a report's headings."""

from tocsin.clinic.chart import HEALTH, STAY, Case
from tocsin.clinic.documents.plain import txt
from tocsin.clinic.paper import Block, Paper
from tocsin.clinic.phrases import pick
from tocsin.model.category import Category

Written = tuple[str, bytes, frozenset[Category]]


def night_note(case: Case) -> Written:
    """What the night nurse leaves for the morning."""
    room = case.rng.randint(101, 340)
    lines: list[Block] = [
        f"ch. {room} - {case.named.phrase}",
        *pick(case.rng, "medical", "night", case.slots, 2),
    ]
    return "txt", txt(Paper("Transmissions de nuit", lines, case.named.header), case.rng), STAY


def fee_note(case: Case) -> Written:
    """A bill that names the act by its code alone."""
    sum_owed = f"{case.rng.randint(28, 900)},{case.rng.randint(0, 99):02d} €"
    lines: list[Block] = [
        case.identity(),
        f"{case.slots['ccam']}   {sum_owed}",
        f"Total à payer : {sum_owed}",
    ]
    paper = Paper("NOTE D'HONORAIRES", lines, case.named.header)
    return "txt", txt(paper, case.rng), HEALTH | {Category.FINANCIAL}


def sensitive_note(case: Case) -> Written:
    """A word between teams about what is more than an illness (GDPR art. 9 and 10)."""
    section = "sensitive_f" if case.named.patient.sex == "F" else "sensitive"
    lines: list[Block] = [case.named.phrase, *pick(case.rng, "medical", section, case.slots)]
    paper = Paper("Équipe de liaison", lines, case.named.header)
    return "txt", txt(paper, case.rng), HEALTH | {Category.OTHER_SENSITIVE}
