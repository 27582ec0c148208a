"""The advice: every measure weighed, and the least costly cut for each aim."""

from dataclasses import dataclass
from enum import StrEnum

from tocsin.case import Case
from tocsin.language import Language, tr
from tocsin.watch.contain.care import Care, load_care
from tocsin.watch.contain.cut import Cut, least_cut
from tocsin.watch.contain.flow import INTERNET, Observed, observe
from tocsin.watch.contain.link import Link, links_of
from tocsin.watch.contain.measure import Weighed, measures, weigh
from tocsin.watch.contain.scene import Scene, look
from tocsin.watch.events import Events
from tocsin.watch.story import require_watched


class Aim(StrEnum):
    """What the intruder is to be parted from."""

    DESTINATIONS = "destinations"
    OUTSIDE = "outside"
    STORES = "stores"

    def label(self, language: Language | None = None) -> str:
        """What it is."""
        return tr(*_LABELS[self], language)


_LABELS = {
    Aim.DESTINATIONS: ("les destinations connues du vol", "the known destinations of the theft"),
    Aim.OUTSIDE: ("toute destination extérieure", "every place outside"),
    Aim.STORES: ("les données", "the data"),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """What could be done, and at what price. Nothing is done."""

    care: Care
    scene: Scene
    observed: Observed
    links: tuple[Link, ...]
    weighed: tuple[Weighed, ...]
    cuts: dict[Aim, Cut]


def advise(case: Case) -> Advice:
    """Weigh all measures on the case's events.

    Raises `CaseError` if no log was read, `InputError` if care.toml is missing or unusable.
    """
    require_watched(case)
    care = load_care(case.folder)
    scene = look(case, care)
    kept = scene.own | care.places
    return advice_of(care, scene, observe(Events(case), kept, care.name_of))


def advice_of(care: Care, scene: Scene, observed: Observed) -> Advice:
    """The same from flows already seen."""
    links = links_of(observed, care, scene)
    weighed = [weigh(measure, links, scene, observed.outside) for measure in measures(scene)]
    targets = {
        Aim.DESTINATIONS: scene.destinations,
        Aim.OUTSIDE: scene.destinations | {INTERNET},
        Aim.STORES: scene.stores,
    }
    cuts = {
        aim: least_cut(links, scene.footholds, places, observed.outside)
        for aim, places in targets.items()
    }
    return Advice(care, scene, observed, links, tuple(sorted(weighed, key=_worth)), cuts)


def _worth(weighed: Weighed) -> tuple[float, ...]:
    """Care first, then what is stopped."""
    return (len(weighed.services), -weighed.acts, weighed.open_ways, weighed.other_per_hour)
