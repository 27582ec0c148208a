"""The file for the judge: a sealed bag (RFC 8493) with its own offline verifier."""

from tocsin.report.justice.write import Handed, write_justice

__all__ = ["Handed", "write_justice"]
