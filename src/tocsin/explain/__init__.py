"""explain: why a document or a person is reported as it is; every look is journaled.

See docs/decisions/017-review.md.
"""
