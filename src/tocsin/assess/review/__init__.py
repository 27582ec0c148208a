"""review: what a person must decide, what was decided, and what follows from it.

See docs/decisions/017-review.md.
"""
