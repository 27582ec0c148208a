"""The evidence as CASE/UCO JSON-LD, for the tools of investigators (caseontology.org, CASE 1.x)."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tocsin import __version__
from tocsin.case import Store

CONTEXT = {
    "kb": "urn:tocsin:",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_SPACE = uuid.UUID("8d3c2a0e-6f0a-5b5e-9a53-0a7a2b1a4c11")


def evidence_graph(store: Store, started: str) -> dict[str, Any]:
    """The sealed files, the tool, and the act of sealing them, as one graph.

    `started` (ISO 8601) is when the case was opened.
    """
    files = [_file(*row) for row in _sealed(store)]
    ids = [{"@id": file["@id"]} for file in files]
    tool = {"@id": _id("tool"), "@type": "uco-tool:Tool", "uco-core:name": "Tocsin"}
    provenance: dict[str, Any] = {
        "@id": _id("provenance"),
        "@type": "case-investigation:ProvenanceRecord",
        "uco-core:description": "Files sealed by Tocsin",
    }
    if ids:
        provenance["uco-core:object"] = ids
    graph = [
        {**tool, "uco-tool:version": __version__},
        provenance,
        _action(started),
        *files,
    ]
    return {"@context": CONTEXT, "@graph": graph}


def _sealed(store: Store) -> Iterable[tuple[str, int, int, str]]:
    return store.stream(
        "SELECT path, size, mtime_ns, sha256 FROM items WHERE sha256 <> '' ORDER BY raw"
    )


def _action(started: str) -> dict[str, Any]:
    return {
        "@id": _id("sealing"),
        "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": "sealed",
        "uco-action:startTime": _time(datetime.fromisoformat(started)),
        "uco-action:instrument": {"@id": _id("tool")},
        "uco-action:result": {"@id": _id("provenance")},
    }


def _file(path: str, size: int, mtime_ns: int, sha256: str) -> dict[str, Any]:
    name = f"{sha256}/{path}"
    return {
        "@id": _id(f"file/{name}"),
        "@type": "uco-observable:File",
        "uco-core:hasFacet": [
            {
                "@id": _id(f"file-facet/{name}"),
                "@type": "uco-observable:FileFacet",
                "uco-observable:filePath": path,
                "uco-observable:fileName": path.rpartition("/")[2],
                "uco-observable:sizeInBytes": _integer(size),
                "uco-observable:modifiedTime": _time(datetime.fromtimestamp(mtime_ns / 1e9, UTC)),
            },
            {
                "@id": _id(f"content/{name}"),
                "@type": "uco-observable:ContentDataFacet",
                "uco-observable:hash": {
                    "@id": _id(f"hash/{name}"),
                    "@type": "uco-types:Hash",
                    "uco-types:hashMethod": "SHA256",
                    "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": sha256.upper()},
                },
            },
        ],
    }


def _integer(value: int) -> dict[str, str]:
    return {"@type": "xsd:integer", "@value": str(value)}


def _time(moment: datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": moment.isoformat()}


def _id(name: str) -> str:
    """An identifier that the same thing has each time; CASE asks that it end in a UUID."""
    kind = name.partition("/")[0]
    return f"kb:{kind}-{uuid.uuid5(_SPACE, name)}"
