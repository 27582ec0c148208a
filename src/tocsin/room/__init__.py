"""The crisis room: a case in the browser. Screens only; what they show and ask, the verbs decide.

See docs/decisions/050-the-room.md.
"""
