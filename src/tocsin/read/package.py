"""Office packages: a ZIP of XML parts (ECMA-376 part 2, ODF 1.3 part 2)."""

import io
import posixpath
from collections.abc import Iterator
from pathlib import PurePosixPath

from PIL import Image

from tocsin.read.content import Content, clean_name
from tocsin.read.fault import reason_of
from tocsin.read.format import Loss, Piece
from tocsin.read.limits import MEMORY_BYTES, check_ratio
from tocsin.read.text import text_blocks
from tocsin.read.xml import Element, attribute, local, parse, parse_damaged

_CHUNK = 1 << 20
_PICTURES = ("png", "jpg", "jpeg", "tif", "tiff", "bmp", "webp", "gif", "emf", "wmf")
_CHUNKS = ("htm", "html", "mht", "rtf", "docx", "txt")
"""Whole documents that Word keeps as they were pasted in (altChunk)."""

_PICTURE_SIDES = (40, 100)
"""A picture smaller than this many pixels (short side, long side) is decoration: no stamp or
signature with a name that can be made out is. A logo costs its recognition once a case."""

_PROPERTY_NAMES = """
    title subject creator initial-creator keywords keyword description lastModifiedBy category
    user-defined Company Manager contentStatus HyperlinkBase
"""
_PROPERTIES = frozenset(_PROPERTY_NAMES.split())


class Package:
    """The parts of a package."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._archive = content.archive
        self.names = self._archive.namelist()
        self.damage = ""

    def bytes_of(self, name: str) -> bytes:
        """The bytes of a part. Raises `Fault` if it swells beyond the limits."""
        info = self._archive.getinfo(name)
        check_ratio(info.compress_size, info.file_size)
        if info.file_size > MEMORY_BYTES:
            check_ratio(1, info.file_size)
        return self._archive.read(info)

    def tail_of(self, name: str, size: int) -> bytes:
        """The last bytes of a part that is not held whole. Raises `Fault` beyond the limits."""
        info = self._archive.getinfo(name)
        check_ratio(info.compress_size, info.file_size)
        tail = b""
        with self._archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                tail = (tail + chunk)[-size:]
        return tail

    def part(self, name: str) -> Element | None:
        """The root of an XML part; None, and a word in `damage`, if it cannot be had whole."""
        try:
            data = self.bytes_of(name)
        except Exception as error:
            self.damage = self.damage or reason_of(error)
            return None
        try:
            return parse(data)
        except Exception as error:
            self.damage = self.damage or reason_of(error)
            return parse_damaged(data)

    def properties(self) -> Iterator[Piece]:
        """Title, subject, author… as a text block."""
        found = []
        for name in ("docProps/core.xml", "docProps/custom.xml", "docProps/app.xml", "meta.xml"):
            root = self.part(name) if name in self.names else None
            for element in root.iter() if root is not None else ():
                text = (element.text or "").strip()
                if text and (local(element) in _PROPERTIES or "custom" in name):
                    found.append(text)
        yield from text_blocks(self._content.document, "propriétés", "\n".join(found))

    def pictures(self) -> Iterator[Piece]:
        """Embedded pictures large enough to show a card or a page, and embedded documents."""
        for name in self.names:
            suffix = PurePosixPath(name).suffix[1:].lower()
            folder = name.lower()
            picture = suffix in _PICTURES and ("media/" in folder or "pictures/" in folder)
            if not picture and "embeddings/" not in folder and suffix not in _CHUNKS:
                continue
            try:
                data = self.bytes_of(name)
                if not picture or _may_be_a_scan(data):
                    yield self._content.member(clean_name(name), data)
            except Exception as error:
                yield Loss(reason_of(error))

    def losses(self) -> Iterator[Piece]:
        """What went wrong with its parts."""
        if self.damage:
            yield Loss(self.damage)


def _may_be_a_scan(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data)) as image:
            short, long = sorted(image.size)
    except Exception:
        return True
    return short >= _PICTURE_SIDES[0] and long >= _PICTURE_SIDES[1]


def targets_of(package: Package, part: str) -> dict[str, str]:
    """The parts that `part` refers to, by relationship identifier."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    root = package.part(path) if path in package.names else None
    if root is None:
        return {}
    return {
        attribute(relation, "Id"): _resolved(folder, attribute(relation, "Target"))
        for relation in root.iter("{*}Relationship")
    }


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(folder, target))
