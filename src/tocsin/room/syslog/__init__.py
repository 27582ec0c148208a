"""The journal, sent on to a log server of the hospital (RFC 5424), where it says so.

See docs/decisions/068-who-vouches.md.
"""
