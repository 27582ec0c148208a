"""listen: logs that come over the network → the case's spool, from which they are followed.

`framing` cuts a stream into messages, `udp`, `tcp` and `web` receive them, `inbox` is the bounded
way to the one thread that writes, `spool` keeps them encrypted before they are acknowledged,
`wire` makes records of them. Decision 082.
"""

from tocsin.watch.detect.listen.listening import Listening, Places

__all__ = ["Listening", "Places"]
