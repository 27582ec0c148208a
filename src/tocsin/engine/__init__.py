"""The engine: runs shards of work. Here: processes of this machine, that may crash or hang."""

from tocsin.engine.local import LocalEngine
from tocsin.engine.process import Failure

__all__ = ["Failure", "LocalEngine"]
