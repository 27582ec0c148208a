"""The advice for people: a page in both languages, and JSON for other programs."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from tocsin.language import LANGUAGES, Language, number, tr
from tocsin.leaf import Leaf, Table, to_html, to_markdown
from tocsin.watch.contain.advice import Advice, Aim
from tocsin.watch.contain.care import Service
from tocsin.watch.contain.cut import Cut, Step
from tocsin.watch.contain.link import Link
from tocsin.watch.contain.measure import Weighed
from tocsin.watch.page import said

NOTHING = "–"


def leaves(advice: Advice) -> list[Leaf]:
    """The page in both languages."""
    return [leaf(advice, language) for language in LANGUAGES]


def leaf(advice: Advice, language: Language) -> Leaf:
    """The page in one language."""
    return Leaf(
        language,
        tr("Que couper, et à quel prix", "What to cut, and at what price", language),
        tr(
            "Un conseil : Tocsin ne coupe rien. À décider avec les soignants et l'informatique, sur"
            " ce que les journaux montrent.",
            "Advice: Tocsin cuts nothing. To be decided with care and IT staff, on what the logs"
            " show.",
            language,
        ),
        tuple(_paragraphs(advice, language)),
        (_measures(advice, language), *(_cut(advice, aim, language) for aim in advice.cuts)),
    )


def write_advice(advice: Advice, out: Path) -> list[Path]:
    """`cloisonnement.html`, `.md` and `.json` in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    page = leaves(advice)
    texts = {
        "cloisonnement.html": to_html(page),
        "cloisonnement.md": to_markdown(page),
        "cloisonnement.json": orjson.dumps(as_json(advice), option=orjson.OPT_INDENT_2).decode(),
    }
    return [_written(out / name, text) for name, text in texts.items()]


def as_json(advice: Advice) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "services": [service.name for service in advice.care.service],
        "hours_observed": round(advice.observed.hours, 1),
        "footholds": sorted(advice.scene.footholds),
        "measures": [_weighed_json(weighed) for weighed in advice.weighed],
        "cuts": {aim.value: _cut_json(cut) for aim, cut in advice.cuts.items()},
    }


def _paragraphs(advice: Advice, language: Language) -> Iterator[str]:
    hours = number(round(advice.observed.hours), language)
    links = number(len(advice.links), language)
    yield tr(
        f"{links} liaisons observées pendant {hours} heures. Une liaison qu'aucun journal ne montre"
        " n'est pas comptée.",
        f"{links} links observed over {hours} hours. A link that no log shows is not counted.",
        language,
    )
    if not advice.care.service:
        yield tr(
            "ATTENTION : care.toml ne nomme aucun service ; ce conseil ne protège aucun soin.",
            "WARNING: care.toml names no service; this advice protects no care.",
            language,
        )
    if unseen := _unseen(advice):
        names = ", ".join(unseen)
        yield tr(
            f"Aucun flux observé vers : {names}. Vérifiez leurs noms et adresses dans care.toml.",
            f"No flow observed to: {names}. Check their names and addresses in care.toml.",
            language,
        )
    stood = ", ".join(sorted(advice.scene.footholds)) or NOTHING
    yield tr(f"L'intrus agissait depuis : {stood}.", f"The intruder acted from: {stood}.", language)


def _unseen(advice: Advice) -> list[str]:
    seen = {service.name for link in advice.links for service in link.services}
    return [service.name for service in advice.care.service if service.name not in seen]


def _measures(advice: Advice, language: Language) -> Table:
    return Table(
        tr("Les mesures", "The measures", language),
        (
            tr("mesure", "measure", language),
            tr("actes hostiles arrêtés", "hostile acts stopped", language),
            tr("octets sortis arrêtés", "bytes out stopped", language),
            tr("voies encore ouvertes", "ways still open", language),
            tr("soins touchés (flux par heure, vus depuis)", "care hit (flows an hour, seen since)",
               language),
            tr("autres flux par heure", "other flows an hour", language),
        ),
        tuple(_measure_row(weighed, language) for weighed in advice.weighed),
        tr(
            "Désactiver un compte ne ferme une voie que si les journaux n'y montrent que lui.",
            "Disabling an account closes a way only if the logs show nobody else on it.",
            language,
        ),
    )  # fmt: skip


def _measure_row(weighed: Weighed, language: Language) -> tuple[str, ...]:
    measure = weighed.measure
    return (
        f"{measure.kind.label(language)} {measure.name}".strip(),
        f"{weighed.acts:.0%}",
        NOTHING if weighed.bytes is None else f"{weighed.bytes:.0%}",
        f"{weighed.open_ways} / {weighed.ways}",
        _care(weighed, language),
        f"{weighed.other_per_hour:.1f}",
    )


def _care(weighed: Weighed, language: Language) -> str:
    if not weighed.services or weighed.since is None:
        return tr("aucun vu", "none seen", language)
    return f"{_names(weighed.services)} ({weighed.per_hour:.1f} ; {said(weighed.since)})"


def _cut(advice: Advice, aim: Aim, language: Language) -> Table:
    cut = advice.cuts[aim]
    return Table(
        tr("La coupe la moins coûteuse : ", "The least costly cut: ", language)
        + aim.label(language),
        (
            tr("mesure", "measure", language),
            tr("sur", "on", language),
            tr("soins touchés", "care hit", language),
            tr("flux perdus par heure", "flows lost an hour", language),
        ),
        tuple(_step_row(step, language) for step in cut.steps),
        " ".join(_remarks(cut, language)),
    )


def _step_row(step: Step, language: Language) -> tuple[str, ...]:
    where = f"{step.source} → {step.target}" if step.target else step.source
    return step.kind.label(language), where, _names(step.services), f"{step.per_hour:.1f}"


def _remarks(cut: Cut, language: Language) -> Iterator[str]:
    if cut.in_the_way:
        ways = ", ".join(f"{one.source} → {one.target} ({_names(one.services)})"
                         for one in cut.in_the_way)  # fmt: skip
        yield tr(
            f"Aucune coupe n'épargne les soins. En travers : {ways}. La coupe ci-dessus en prend le"
            " moins possible.",
            f"No cut spares care. In the way: {ways}. The cut above takes as few of them as"
            " possible.",
            language,
        )
    if cut.standing:
        places = ", ".join(sorted(cut.standing))
        yield tr(
            f"L'intrus agit depuis {places} même : seule l'isoler l'en écarte.",
            f"The intruder acts from {places} itself: only isolating it parts them.",
            language,
        )
    if not cut.steps and not cut.standing:
        yield tr(
            "Aucune voie observée : rien à couper de ce côté.",
            "No way was observed: nothing to cut on this side.",
            language,
        )


def _weighed_json(weighed: Weighed) -> dict[str, Any]:
    return {
        "kind": weighed.measure.kind.value,
        "name": weighed.measure.name,
        "acts_stopped": weighed.acts,
        "bytes_stopped": weighed.bytes,
        "ways_open": weighed.open_ways,
        "ways": weighed.ways,
        "care": [service.name for service in weighed.services],
        "care_flows_per_hour": weighed.per_hour,
        "other_flows_per_hour": weighed.other_per_hour,
        "care_seen_since": None if weighed.since is None else said(weighed.since),
    }


def _cut_json(cut: Cut) -> dict[str, Any]:
    return {
        "spares_care": cut.spares_care,
        "steps": [_step_json(step) for step in cut.steps],
        "in_the_way": [_link_json(link) for link in cut.in_the_way],
        "standing_on": sorted(cut.standing),
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind.value,
        "source": step.source,
        "target": step.target,
        "care": [service.name for service in step.services],
        "flows_per_hour": step.per_hour,
    }


def _link_json(link: Link) -> dict[str, Any]:
    names = [service.name for service in link.services]
    return {"source": link.source, "target": link.target, "care": names}


def _names(services: Iterable[Service]) -> str:
    named = (f"{s.name} ({s.serves})" if s.serves else s.name for s in services)
    return ", ".join(named) or NOTHING


def _written(path: Path, text: str) -> Path:
    """Whole or not at all."""
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    partial.replace(path)
    return path
