"""What the mail server's own log says of our messages: one module a kind of log."""

from tocsin.notify.mta_logs.fate import Fate
from tocsin.notify.mta_logs.files import log_files, read_log
from tocsin.notify.mta_logs.verdict import Doubt, Evidence, Verdict

__all__ = ["Doubt", "Evidence", "Fate", "Verdict", "log_files", "read_log"]
