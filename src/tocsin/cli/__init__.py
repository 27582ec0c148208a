"""The `tocsin` command: reads arguments, calls the verbs, draws the screen. No rule lives here."""

from tocsin.cli.main import main

__all__ = ["main"]
