"""XML parsed without entities, without DTD and without network; in part if it is damaged."""

from collections.abc import Iterator

from lxml import etree

Element = etree._Element


def parse(data: bytes) -> Element:
    """The root of a document. Raises `etree.XMLSyntaxError` if it is not well-formed."""
    return etree.fromstring(data, _parser(recover=False))


def parse_damaged(data: bytes) -> Element | None:
    """The root of what can still be made out of a damaged document, if anything."""
    return etree.fromstring(data, _parser(recover=True))


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def local(element: Element) -> str:
    """The name of an element without its namespace ("" for an entity that was not resolved)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """The value of an attribute by its name without namespace, "" if there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def descendants(element: Element, name: str) -> Iterator[Element]:
    """All elements of that local name below `element`, in document order."""
    return element.iter("{*}" + name)
