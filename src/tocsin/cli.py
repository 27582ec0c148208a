"""The `tocsin` command."""

import click


@click.group()
def main() -> None:
    """Tocsin."""
