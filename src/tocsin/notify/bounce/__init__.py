"""What comes back after the e-mails: read, attributed to its notice, acted on once."""

from tocsin.notify.bounce.record import FeedbackCounts, read_feedback, settle_delays
from tocsin.notify.bounce.sources import open_source
from tocsin.notify.bounce.waiting import Unattributed, attribute, unattributed

__all__ = [
    "FeedbackCounts",
    "Unattributed",
    "attribute",
    "open_source",
    "read_feedback",
    "settle_delays",
    "unattributed",
]
