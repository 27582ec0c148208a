"""Bytes to blocks of text and table rows. Nothing is lost in silence or written to disk."""

from tocsin.read.reader import needs_ocr, read

__all__ = ["needs_ocr", "read"]
