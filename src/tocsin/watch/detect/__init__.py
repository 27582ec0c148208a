"""detect: log records as they come → an alarm while the theft goes on.

`detector` is the pure core, `limits` what it learns, `links` who is cared for, `tail` the logs as
they grow, `listen` what comes over the network, `state` what survives a restart, `follow` the
whole.
Decisions 075-077, 082.
"""

from tocsin.watch.detect.follow import Follower, Following, follow

__all__ = ["Follower", "Following", "follow"]
