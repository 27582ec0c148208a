"""The EDPB's common template of a breach notification (8 June 2026), filled from the case."""

from tocsin.report.edpb.form import edpb_json, edpb_page

__all__ = ["edpb_json", "edpb_page"]
