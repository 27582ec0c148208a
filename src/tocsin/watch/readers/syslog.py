"""Plain syslog: RFC 5424 and RFC 3164, with a few words of sshd, sudo and vsftpd understood."""

import re

from tocsin.watch.event import TIME, Values
from tocsin.watch.moment import Clock
from tocsin.watch.reader import LineReader
from tocsin.watch.text import text, whole

_PRIORITY = re.compile(r"<\d{1,3}>(?:(\d) )?")
_HEAD_5424 = re.compile(
    r"(\S{19,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) "
    r"(-|(?:\[(?:[^\]\\]|\\.){0,8000}\])+) ?(.*)"
)
_HEAD = re.compile(r"(\S{1,255}) ([\w./()-]{1,80})(?:\[(\d+)\])?: (.*)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*")
_SSHD = re.compile(
    r"(?P<how>Accepted|Failed) \S{1,40} for (?:invalid user )?(?P<user>\S{1,200}) "
    r"from (?P<ip>\S{1,60})(?: port (?P<port>\d+))?"
)
_SUDO = re.compile(r"(?P<user>\S{1,100}) : .{0,500}COMMAND=(?P<command>.*)")
_FTP = re.compile(
    r"\[(?P<user>\S{1,100})\] (?P<how>OK|FAIL) (?P<act>DOWNLOAD|UPLOAD): "
    r'Client "(?P<ip>[^"]{1,60})", "(?P<path>[^"]{1,2000})"(?:, (?P<bytes>\d+) bytes)?'
)


class SyslogReader(LineReader):
    """One message a line."""

    name = "syslog"
    blind = (
        ("montre ce que chaque programme dit de lui-même ; la lecture d'un fichier n'y est pas"),
        "shows what each program says of itself; reading a file is not in it",
    )

    def parse(self, line: str, clock: Clock) -> tuple[Values, Values] | None:
        """Either form of header, then the message."""
        head = header(line, clock)
        if head is None:
            return None
        moment, host, program, said = head
        values: Values = {
            TIME: moment,
            "event.provider": program,
            "event.action": "said",
            "host.name": host,
            "message": text(said),
        }
        fields = {"program": program, "message": said}
        return values | _understood(program or "", said), fields


Head = tuple[int, str | None, str | None, str]
"""Time, host, program, message."""


def header(line: str, clock: Clock) -> Head | None:
    """What stands before the message, or None if the line is no syslog."""
    priority = _PRIORITY.match(line)
    rest = line[priority.end() :] if priority else line
    if priority and priority[1]:
        found = _HEAD_5424.match(rest)
        if not found:
            return None
        stamp, host, program, _, _, _, said = found.groups()
        return clock.iso(stamp), text(host), text(program), said.lstrip("\ufeff")
    iso = _ISO.match(rest)
    if iso:
        moment, after = clock.iso(iso[0]), rest[iso.end() :].lstrip()
    else:
        moment, taken = clock.bsd(rest)
        after = rest[taken:].lstrip()
    found = _HEAD.match(after)
    if found:
        return moment, found[1], found[2], found[4]
    host, _, said = after.partition(" ")
    return (moment, text(host), None, said) if said and (priority or not iso) else None


def _understood(program: str, said: str) -> Values:
    if program.startswith("sshd") and (found := _SSHD.match(said)):
        return {
            "event.category": "authentication",
            "event.action": "logged-in",
            "event.outcome": "success" if found["how"] == "Accepted" else "failure",
            "user.name": found["user"].lower(),
            "source.ip": found["ip"],
            "source.port": whole(found["port"]),
        }
    if program == "sudo" and (found := _SUDO.match(said.strip())):
        return {
            "event.category": "process",
            "event.action": "process-created",
            "user.name": found["user"].lower(),
            "process.command_line": found["command"],
        }
    if found := _FTP.search(said):
        act = "file-downloaded" if found["act"] == "DOWNLOAD" else "file-written"
        return {
            "event.category": "file",
            "event.action": act,
            "event.outcome": "success" if found["how"] == "OK" else "failure",
            "user.name": found["user"].lower(),
            "source.ip": found["ip"],
            "file.path": found["path"],
            "destination.bytes": whole(found["bytes"]),
        }
    return {}
