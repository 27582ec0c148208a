"""watch: logs → events → the story: when it began and ended, who, what was read and copied.

`event` is what readers give, `events` where they stand, `run` the whole run. Decisions 070-081.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.watch.ingest import Settings
    from tocsin.watch.run import Watched, watch
    from tocsin.watch.write import write_timeline

__all__ = ["Settings", "Watched", "watch", "write_timeline"]

_HOMES = {"Settings": "ingest", "Watched": "run", "watch": "run", "write_timeline": "write"}


def __getattr__(name: str) -> Any:
    """Loaded when asked for: a cell reads logs with this package and needs no tables."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"tocsin.watch.{_HOMES[name]}"), name)
