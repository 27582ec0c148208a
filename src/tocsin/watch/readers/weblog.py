"""Access logs of Apache and nginx: Common and Combined Log Format, virtual host or not."""

import re
from urllib.parse import unquote

from tocsin.watch.event import TIME, Values
from tocsin.watch.moment import Clock
from tocsin.watch.reader import LineReader
from tocsin.watch.text import account, text, whole

# [^"\\]|\\. keeps an escaped quote inside its field; no part can be read in two ways.
_LINE = re.compile(
    r"(?:(?P<vhost>[\w.-]+)(?::\d+)? )?(?P<ip>[\da-fA-F:.]{3,45}) \S+ (?P<user>[^\[]{1,200}?) "
    r'\[(?P<time>[^\]]{20,30})\] "(?P<request>(?:[^"\\]|\\.){0,8000})" (?P<status>\d{3}) '
    r'(?P<bytes>\d+|-)(?: "(?P<referer>(?:[^"\\]|\\.){0,4000})" '
    r'"(?P<agent>(?:[^"\\]|\\.){0,4000})")?'
)
READING = frozenset({"GET", "PROPFIND", "REPORT", "SEARCH"})


class WeblogReader(LineReader):
    """One request a line."""

    name = "web.access"
    blind = (
        (
            "montre l'adresse demandée et la taille de la réponse, pas son contenu ; un "
            "compte de l'application n'y est que s'il passe par l'authentification du serveur"
        ),
        (
            "shows the address asked for and the size of the answer, not its content; an "
            "account of the application is in it only if the server itself checks it"
        ),
    )

    def parse(self, line: str, clock: Clock) -> tuple[Values, Values] | None:
        """A request."""
        found = _LINE.match(line)
        if not found:
            return None
        method, url = _request(found["request"])
        values = request(method, url, int(found["status"]))
        values |= {
            TIME: clock.web(found["time"]),
            "host.name": found["vhost"],
            "source.ip": found["ip"],
            "destination.bytes": whole(found["bytes"]),
            "user_agent.original": text(found["agent"]),
            "user.name": account(found["user"])[0],
        }
        return values, fields(values, found["referer"])


def _request(line: str) -> tuple[str, str]:
    method, _, rest = line.partition(" ")
    return method, rest.rpartition(" ")[0] or rest


def request(method: str, url: str, status: int) -> Values:
    """The columns of a request: a body sent back to a GET is something read."""
    success = 200 <= status < 400
    read = success and method in READING
    path = unquote(url.partition("?")[0], errors="replace")
    return {
        "event.category": "web",
        "event.action": "web-read" if read else "web-write" if success else "web-refused",
        "event.outcome": "success" if success else "failure",
        "http.request.method": method[:20],
        "http.response.status_code": status,
        "url.original": url[:2_000],
        "file.path": path if read and "." in path.rpartition("/")[2] else None,
    }


def fields(values: Values, referer: str | None = None) -> Values:
    """The names that rules for web servers use (W3C)."""
    stem, _, query = str(values["url.original"]).partition("?")
    return {
        "cs-method": values["http.request.method"],
        "cs-uri": values["url.original"],
        "cs-uri-stem": stem,
        "cs-uri-query": query,
        "c-uri": values["url.original"],
        "c-ip": values.get("source.ip"),
        "cs-user-agent": values.get("user_agent.original"),
        "c-useragent": values.get("user_agent.original"),
        "cs-username": values.get("user.name"),
        "cs-referer": referer,
        "sc-status": values["http.response.status_code"],
    }
