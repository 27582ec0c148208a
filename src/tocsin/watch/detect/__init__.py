"""detect: log records as they come → an alarm while the theft goes on.

`detector` is the pure core, `limits` what it learns, `links` who is cared for, `tail` the logs as
they grow, `state` what survives a restart, `follow` the whole. Decisions 075-077.
"""

from tocsin.watch.detect.follow import Following, follow

__all__ = ["Following", "follow"]
