"""contain: what to cut, what that stops of the thief and what it costs care. It never cuts.

`advice` is the whole; `record` keeps the measures people took, `continuity` how care went on.
Decisions 078-079.
"""

from tocsin.watch.contain.advice import Advice, advise
from tocsin.watch.contain.page import leaves, write_advice

__all__ = ["Advice", "advise", "leaves", "write_advice"]
