"""W3C extended logs, as IIS writes them: `#Fields:` names the columns, and may change midway."""

from collections.abc import Iterator

from tocsin.watch.event import TIME, Read, Record, Unparsed, Values
from tocsin.watch.moment import Clock
from tocsin.watch.reader import Reader, Stretch
from tocsin.watch.readers.weblog import fields as web_fields
from tocsin.watch.readers.weblog import request
from tocsin.watch.text import account, text, whole

UTC_SUFFIX = "+00:00"
"""IIS writes UTC, whatever the zone of the server (W3C working draft WD-logfile)."""


class W3cReader(Reader):
    """One request a line, below directives."""

    name = "web.iis"
    blind = (
        ("montre l'adresse demandée et, si les colonnes le prévoient, les octets ; pas le contenu"),
        ("shows the address asked for and, where its columns do, the bytes; not the content"),
    )

    def recognises(self, head: bytes, name: str) -> bool:
        """By its directives."""
        return head.lstrip(b"\xef\xbb\xbf").startswith(
            (b"#Software:", b"#Version:", b"#Fields:")
        ) and (b"#Fields:" in head)

    def read(self, stretch: Stretch) -> Iterator[Read]:
        """Each line under the columns last named."""
        names: list[str] = []
        for offset, raw in stretch.lines():
            line = raw.decode("utf-8", "replace").lstrip("\ufeff").rstrip("\r\n")
            if line.startswith("#"):
                names = line[8:].split() if line.startswith("#Fields:") else names
            elif line:
                yield self._one(offset, names, line.split(" "), stretch.clock)

    def _one(self, offset: int, names: list[str], cells: list[str], clock: Clock) -> Read:
        if len(names) != len(cells):
            return Unparsed(offset, "columns")
        row = dict(zip(names, cells, strict=True))
        try:
            return Record(offset, *_event(row, clock))
        except (ValueError, KeyError):
            return Unparsed(offset, "shape")


def _event(row: dict[str, str], clock: Clock) -> tuple[Values, Values]:
    query = row.get("cs-uri-query", "-")
    url = row["cs-uri-stem"] + ("" if query == "-" else f"?{query}")
    values = request(row.get("cs-method", ""), url, int(row["sc-status"]))
    agent = text(row.get("cs(User-Agent)"))
    values |= {
        TIME: clock.iso(f"{row['date']} {row['time']}{UTC_SUFFIX}"),
        "event.dataset": "web.iis",
        "host.name": text(row.get("s-computername")) or text(row.get("cs-host")),
        "source.ip": text(row.get("c-ip")),
        "source.bytes": whole(row.get("cs-bytes")),
        "destination.ip": text(row.get("s-ip")),
        "destination.port": whole(row.get("s-port")),
        "destination.bytes": whole(row.get("sc-bytes")),
        "user.name": account(row.get("cs-username"))[0],
        "user_agent.original": agent.replace("+", " ") if agent else None,
    }
    return values, web_fields(values, text(row.get("cs(Referer)")))
