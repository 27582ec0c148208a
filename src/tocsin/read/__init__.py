"""Bytes to blocks of text and table rows. Nothing is lost in silence or written to disk."""

from tocsin.read.reader import read

__all__ = ["read"]
