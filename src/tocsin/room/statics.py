"""Style sheets and scripts under names that hold their hash: kept by browsers for good."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.files.storage import Storage
from django.http import Http404, HttpRequest, HttpResponse

HASH_LETTERS = 16
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
FOR_GOOD = "public, max-age=31536000, immutable"


class HashedFiles(Storage):
    """Gives each file its address; files are read from the packages they came with."""

    def url(self, name: str | None) -> str:
        """`/static/HASH/NAME`."""
        return f"/static/{digest_of(name or '')}/{name}"

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return finders.find(name) is not None

    def _open(self, name: str, mode: str = "rb") -> Any:
        raise NotImplementedError


@cache
def digest_of(name: str) -> str:
    """The first letters of the file's SHA-256. Raises Http404 if there is none."""
    return hashlib.sha256(_content(name)).hexdigest()[:HASH_LETTERS]


@cache
def _content(name: str) -> bytes:
    found = finders.find(name) if Path(name).suffix in TYPES else None
    if not isinstance(found, str):
        raise Http404
    return Path(found).read_bytes()


def serve(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """The file, if it is still the one meant."""
    del request
    if digest_of(name) != digest:
        raise Http404
    response = HttpResponse(_content(name), content_type=TYPES[Path(name).suffix])
    response["Cache-Control"] = FOR_GOOD
    return response
