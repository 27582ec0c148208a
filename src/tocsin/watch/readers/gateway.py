"""Remote access: Ivanti (Pulse) Connect Secure, Wallix Bastion, OpenVPN; bare or behind syslog."""

import re

from tocsin.watch.event import TIME, Values
from tocsin.watch.moment import Clock
from tocsin.watch.reader import LineReader
from tocsin.watch.readers.syslog import header
from tocsin.watch.text import account, text, whole

_IVANTI = re.compile(
    r"(?:.{0,300}?)(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) - (?P<node>[\w.-]{1,100}) - "
    r"\[(?P<ip>[\d.:a-fA-F]{2,45})\] (?P<user>.{0,200}?)\((?P<realm>[^)]{0,200})\)"
    r"\[(?P<role>[^\]]{0,300})\] - (?P<said>.*)"
)
_IVANTI_TUNNEL = re.compile(r"IP (?:address )?(?P<ip>\d+\.\d+\.\d+\.\d+)")
_IVANTI_BYTES = re.compile(r"(\d+) bytes read.{0,200}?(\d+) bytes written")
_WALLIX = re.compile(r'(\w{1,40})="((?:[^"\\]|\\.){0,4000})"')
_OPENVPN_TIME = re.compile(r"\w{3} (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4}) (.*)")
_OPENVPN_PEER = re.compile(
    r"(?:(?P<user>[^/\s]{1,100})/)?(?P<ip>\d+\.\d+\.\d+\.\d+):(?P<port>\d+) (?P<said>.*)"
)
_OPENVPN_TUNNEL = re.compile(r"(?:Learn: |IPv4=|ifconfig-push )(?P<ip>\d+\.\d+\.\d+\.\d+)")
_OPENVPN_CN = re.compile(r"\[(?P<user>[^\]]{1,100})\] Peer Connection Initiated")


class GatewayReader(LineReader):
    """One message a line."""

    name = "gateway"
    blind = (
        "montre qui est entré, d'où et quand ; pas ce qui a été fait une fois entré",
        "shows who came in, from where and when; not what was done once inside",
    )

    def parse(self, line: str, clock: Clock) -> tuple[Values, Values] | None:
        """A message of any of the three."""
        for maker in (_ivanti, _wallix, _openvpn):
            values = maker(line, clock)
            if values is not None:
                return {"event.category": "authentication", **values}, {}
        return None


def _ivanti(line: str, clock: Clock) -> Values | None:
    found = _IVANTI.match(line)
    if not found:
        return None
    said = found["said"]
    name, domain = account(found["user"].rpartition("::")[2])
    tunnel = _IVANTI_TUNNEL.search(said) if "assigned" in said or "started" in said else None
    moved = _IVANTI_BYTES.search(said)
    return {
        TIME: clock.iso(found["time"]),
        "event.dataset": "ivanti",
        "event.action": _login(said),
        "event.outcome": "failure" if "fail" in said.lower() else "success",
        "host.name": found["node"],
        "user.name": name,
        "user.domain": domain or text(found["realm"]),
        "source.ip": found["ip"],
        "source.nat.ip": tunnel["ip"] if tunnel else None,
        "source.bytes": whole(moved[1]) if moved else None,
        "destination.bytes": whole(moved[2]) if moved else None,
        "message": text(said),
    }


def _wallix(line: str, clock: Clock) -> Values | None:
    """`[SSH Session] session_id="…" client_ip="…" user="…" type="SESSION_ESTABLISHED_…"`."""
    if "session_id=" not in line and "[wabauth]" not in line and "wab" not in line[:120].lower():
        return None
    row = dict(_WALLIX.findall(line))
    head = header(line, clock)
    if not row or head is None:
        return None
    kind = row.get("type") or row.get("action") or ""
    name, domain = account(row.get("user"))
    size = whole(row.get("size"))
    values: Values = {
        TIME: head[0],
        "event.dataset": "wallix",
        "event.code": text(kind),
        "event.action": _wallix_act(kind),
        "event.outcome": "failure"
        if "fail" in (kind + row.get("infos", "")).lower()
        else "success",
        "host.name": text(row.get("device") or row.get("target_host")) or head[1],
        "user.name": name,
        "user.domain": domain,
        "source.ip": text(row.get("client_ip") or row.get("source")),
        "destination.ip": text(row.get("target_ip")),
        "process.command_line": text(row.get("command_line") or row.get("data")),
        "file.path": text(row.get("filename") or row.get("file_name")),
        "destination.bytes": size,
    }
    return values


def _wallix_act(kind: str) -> str:
    kind = kind.upper()
    if "ESTABLISHED_SUCCESSFULLY" in kind or "AUTHENTICATION" in kind:
        return "logged-in"
    if "DISCONNECTION" in kind or "LOGOUT" in kind:
        return "logged-out"
    if "FILE" in kind or "SFTP_EVENT" in kind:
        return "file-read" if "READ" in kind or "GET" in kind else "file-written"
    return "process-created" if "COMMAND" in kind or "KBD" in kind else "said"


def _openvpn(line: str, clock: Clock) -> Values | None:
    found = _OPENVPN_TIME.match(line)
    if found:
        month, day, time, year, said = found.groups()
        moment = clock.web(f"{int(day):02d}/{month}/{year}:{time}")
        host = None
    else:
        if "openvpn" not in line[:200].lower() and "ovpn-" not in line[:200]:
            return None
        head = header(line, clock)
        if head is None:
            return None
        moment, host, _, said = head
    return _openvpn_event(said) | {TIME: moment, "host.name": host}


def _openvpn_event(said: str) -> Values:
    peer = _OPENVPN_PEER.match(said)
    words = peer["said"] if peer else said
    named = _OPENVPN_CN.search(words)
    tunnel = _OPENVPN_TUNNEL.search(words)
    failed = "AUTH_FAILED" in words or "TLS Error" in words
    user = (named["user"] if named else None) or (peer["user"] if peer else None)
    gone = "SIGTERM" in words or "client-instance exiting" in words
    return {
        "event.dataset": "openvpn",
        "event.action": "logged-in" if named or failed else "logged-out" if gone else "said",
        "event.outcome": "failure" if failed else "success",
        "user.name": account(user)[0],
        "source.ip": peer["ip"] if peer else None,
        "source.port": whole(peer["port"]) if peer else None,
        "source.nat.ip": tunnel["ip"] if tunnel else None,
        "message": text(words),
    }


def _login(said: str) -> str:
    low = said.lower()
    if "logout" in low or "closed" in low or "ended" in low:
        return "logged-out"
    return "logged-in" if "login" in low or "started" in low or "authentication" in low else "said"
