"""Small networks drawn by hand, and drawn at random."""

from hypothesis import strategies as st

from tocsin.watch.contain.care import Care, Service
from tocsin.watch.contain.flow import INTERNET, Flow, Observed
from tocsin.watch.contain.scene import Deed, Scene

RECORDS = Service("Dossier patient", "never", "urgences", hosts=("srv-dpi",), ports=(443,))
MEALS = Service("Repas", 5.0, hosts=("srv-repas",))
CARE = Care((RECORDS, MEALS))
BEGIN = 1_750_000_000_000_000
HOURS = 10.0


def flow(source: str, target: str, times: int = 10, port: int = 443, account: str = "") -> Flow:
    return Flow(source, target, port, account, times, 1_000, BEGIN, BEGIN + 1)


def seen(*flows: Flow, outside: tuple[str, ...] = ("voleur",)) -> Observed:
    return Observed(flows, HOURS, frozenset({INTERNET, *outside}))


def scene(
    footholds: tuple[str, ...] = ("poste",),
    stores: tuple[str, ...] = (),
    destinations: tuple[str, ...] = ("voleur",),
    deeds: tuple[Deed, ...] = (),
    accounts: tuple[str, ...] = (),
) -> Scene:
    return Scene(
        deeds,
        frozenset(footholds),
        frozenset(stores),
        frozenset(destinations),
        frozenset(),
        frozenset(),
        frozenset(accounts),
    )


PLACES = ("poste", "srv-app", "srv-dpi", "srv-repas", "passerelle", "baie", "voleur")

flows = st.lists(
    st.builds(
        flow,
        st.sampled_from(PLACES),
        st.sampled_from(PLACES),
        st.integers(1, 400),
        st.sampled_from((0, 80, 443)),
    ).filter(lambda one: one.source != one.target),
    max_size=24,
)
