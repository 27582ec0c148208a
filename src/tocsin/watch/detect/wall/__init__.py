"""Logs that are followed, read behind the wall (`tocsin.wall`): whoever writes them may be hostile.

`cell` is the far side, `reading` what is done there, `walled` the near side (`search` finds what
kills, `packed` is a packed log), `message` what crosses.
See docs/decisions/087-following-behind-the-wall.md.
"""
