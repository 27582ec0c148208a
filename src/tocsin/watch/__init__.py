"""watch: logs → events → the story: when it began and ended, who, what was read and copied.

`event` is what readers give, `events` where they stand, `watch` the whole run. Decisions 070-075.
"""

from tocsin.watch.ingest import Settings
from tocsin.watch.watch import Watched, watch
from tocsin.watch.write import write_timeline

__all__ = ["Settings", "Watched", "watch", "write_timeline"]
