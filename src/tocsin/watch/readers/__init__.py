"""The kinds of logs, in the order in which a file is offered to them: the surest signs first."""

from tocsin.watch.reader import Reader
from tocsin.watch.readers.atna import AtnaReader
from tocsin.watch.readers.evtx import EvtxReader
from tocsin.watch.readers.fhiraudit import FhirAuditReader
from tocsin.watch.readers.gateway import GatewayReader
from tocsin.watch.readers.keyvalue import KeyValueReader
from tocsin.watch.readers.m365 import M365Reader
from tocsin.watch.readers.mapped import MappedReader
from tocsin.watch.readers.mysql import MysqlReader
from tocsin.watch.readers.netflow import NetflowReader
from tocsin.watch.readers.oracle import OracleReader
from tocsin.watch.readers.postgres import PostgresReader
from tocsin.watch.readers.syslog import SyslogReader
from tocsin.watch.readers.timesketch import TimesketchReader
from tocsin.watch.readers.w3c import W3cReader
from tocsin.watch.readers.weblog import WeblogReader
from tocsin.watch.readers.windowsjson import WindowsJsonReader
from tocsin.watch.readers.zeek import ZeekReader

READERS: tuple[Reader, ...] = (
    EvtxReader(),
    W3cReader(),
    TimesketchReader(),
    ZeekReader(),
    WindowsJsonReader(),
    M365Reader(),
    FhirAuditReader(),
    AtnaReader(),
    OracleReader(),
    MysqlReader(),
    PostgresReader(),
    WeblogReader(),
    NetflowReader(),
    KeyValueReader(),
    GatewayReader(),
    SyslogReader(),
    MappedReader(),
)

BY_NAME = {reader.name: reader for reader in READERS}


def reader_of(head: bytes, name: str, *, mapped: bool = False) -> Reader | None:
    """The reader that recognises a file by its first bytes and its name."""
    for reader in READERS:
        if reader.name == MappedReader.name:
            continue
        if not (mapped and name.lower().endswith((".csv", ".tsv"))) and reader.recognises(
            head, name
        ):
            return reader
    return BY_NAME[MappedReader.name] if mapped and b"\n" in head else None


__all__ = ["BY_NAME", "READERS", "reader_of"]
