"""HTML, JSON and XML."""

import json
from random import Random
from xml.sax.saxutils import escape

from tocsin.clinic.paper import Paper, Table


def html(paper: Paper, rng: Random) -> bytes:
    """A web page; some spell accents as entities."""
    body = [f"<header>{escape(paper.header)}</header>", f"<h1>{escape(paper.title)}</h1>"]
    for block in paper.blocks:
        if isinstance(block, str):
            body.append(f"<p>{escape(block).replace(chr(10), '<br>')}</p>")
        else:
            body.append(_table(block))
    page = (
        '<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8">'
        f"<title>{escape(paper.title)}</title><style>p{{margin:1em}}</style></head>\n"
        f"<body>{chr(10).join(body)}</body></html>\n"
    )
    if rng.random() < 0.3:
        return page.encode("ascii", "xmlcharrefreplace")
    return page.encode()


def _table(rows: Table) -> str:
    cells = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table>{cells}</table>"


def paper_json(paper: Paper) -> bytes:
    """A paper as a record: title, header, paragraphs, and each table's pairs."""
    pairs = {
        row[0]: row[1]
        for block in paper.blocks
        if isinstance(block, list)
        for row in block
        if len(row) == 2
    }
    texts = [block for block in paper.blocks if isinstance(block, str)]
    record = {"titre": paper.title, "entete": paper.header, "donnees": pairs, "texte": texts}
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def records_json(rows: Table) -> bytes:
    """A list of records, the first row giving their keys."""
    header, *body = rows
    return json.dumps(
        [dict(zip(header, row, strict=True)) for row in body], ensure_ascii=False
    ).encode()


def records_xml(rows: Table, name: str) -> bytes:
    """Repeated elements, the first row giving their tags."""
    header, *body = rows
    records = "\n".join(
        f"<{name}>"
        + "".join(f"<{tag}>{escape(cell)}</{tag}>" for tag, cell in zip(header, row, strict=True))
        + f"</{name}>"
        for row in body
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<liste>\n{records}\n</liste>\n'.encode()


def paper_xml(paper: Paper) -> bytes:
    """A paper as a tree, pairs of a table as named fields."""
    parts = [f"<titre>{escape(paper.title)}</titre>", f"<entete>{escape(paper.header)}</entete>"]
    for block in paper.blocks:
        if isinstance(block, str):
            parts.append(f"<texte>{escape(block)}</texte>")
        else:
            parts += [
                f'<champ nom="{escape(row[0])}">{escape(" ".join(row[1:]))}</champ>'
                for row in block
            ]
    body = "\n".join(parts)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<document>\n{body}\n</document>\n'.encode()
