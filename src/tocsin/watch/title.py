"""What a mark is called, in French or English; rules of others keep the title they have."""

from tocsin.language import Language, tr
from tocsin.watch.act import OWN_TITLES
from tocsin.watch.trace import traces


def title_of(mark: str, title: str, language: Language | None = None) -> str:
    """The title of a mark: ours by its identifier, a rule's own else."""
    own = OWN_TITLES | {trace.id: (trace.fr, trace.en) for trace in traces()}
    return tr(*own[mark], language) if mark in own else title
