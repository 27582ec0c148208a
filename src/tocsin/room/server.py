"""The server: gunicorn, one process with threads, so that one room has one memory and one lock."""

import threading
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from gunicorn.app.base import BaseApplication

from tocsin.room.reads.warm import warm
from tocsin.room.syslog.follow import follow

THREADS = 16
SECONDS_FOR_A_PAGE = 120


def _warm(worker: object) -> None:
    """Once Django stands in the worker."""
    del worker
    for work in (warm, follow):
        threading.Thread(target=work, daemon=True).start()


class Server(BaseApplication):  # type: ignore[misc]
    """Serves the room at an address until it is stopped."""

    def __init__(self, host: str, port: int, cert: Path | None, key: Path | None) -> None:
        self._options: dict[str, Any] = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": SECONDS_FOR_A_PAGE,
            "graceful_timeout": 5,
            "keepalive": 20,
            "certfile": str(cert) if cert else None,
            "keyfile": str(key) if key else None,
            "loglevel": "error",
            "accesslog": None,
            "worker_tmp_dir": "/dev/shm",  # noqa: S108 - a heartbeat file without content
            "limit_request_line": 4094,
            "proc_name": "tocsin-serve",
            "control_socket_disable": True,
            "post_worker_init": _warm,
        }
        super().__init__()

    def load_config(self) -> None:
        """Take our options."""
        for name, value in self._options.items():
            if value is not None and name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """The room as a WSGI application."""
        return WSGIHandler()
