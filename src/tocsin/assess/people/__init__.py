"""people: rows of the index that are one person, and findings that are another's.

See docs/decisions/067-people-mended.md.
"""
