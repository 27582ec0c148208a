"""Logs, read behind the wall (`tocsin.wall`): an intruder may have written them.

`cell` is the far side, `walled` the near side, `message` what crosses.
See docs/decisions/081-logs-behind-the-wall.md.
"""
