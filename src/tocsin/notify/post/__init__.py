"""Letters by a postal service that prints and posts them: draft, reconcile, submit."""

from tocsin.notify.post.dispatch import PostResult, post_letters
from tocsin.notify.post.service import PostalService, Sending, SendingState

__all__ = ["PostResult", "PostalService", "Sending", "SendingState", "post_letters"]
