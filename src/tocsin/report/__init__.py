"""report: figures for the authorities, press facts, the director's page, each number traced."""

from tocsin.report.write import write_report

__all__ = ["write_report"]
