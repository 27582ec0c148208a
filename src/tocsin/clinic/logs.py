"""The clinic's logs of the weeks around the theft: remote access, file server, network sensor.

People work, a backup runs at night, a supplier comes in now and then. On 26 June somebody else
comes in under the supplier's account; by 1 July every file of the share was read and sent away.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from pathlib import Path
from random import Random

import orjson

from tocsin.clinic.chance import stream
from tocsin.clinic.house import Agent, House
from tocsin.clinic.night import BEGUN, ENDED, days, is_working, moment, nights
from tocsin.clinic.text import slug

SUPPLIER, BACKUP = "maint.gmao", "svc-sauvegarde"
SUPPLIER_HOME, THIEF = "203.0.113.40", "198.51.100.77"
TUNNEL, HOP, SERVER, BACKUP_HOST = "10.212.134.23", "10.10.0.21", "10.10.0.12", "10.10.0.15"
STORAGE, BACKUP_SITE = "198.51.100.200", "203.0.113.200"
HOSTS = {SERVER: "SRV-FICHIERS", HOP: "SRV-APP"}
SHARE = "clinique"
SENSOR_AHEAD = timedelta(seconds=37)
"""The network sensor's clock is wrong, as clocks are."""

OPENED_A_DAY = 14
SAVED_A_NIGHT = 240
READERS = 30
MEGABYTE = 1_000_000
DISCOVERY = (
    'net group "Domain Admins" /domain',
    "nltest /dclist:",
    r"net view \\SRV-FICHIERS /all",
    "whoami /all",
)
COPY = r"C:\Users\Public\rclone.exe copy \\SRV-FICHIERS\clinique depot:bellevue --transfers 16 -q"

Line = tuple[datetime, bytes]


@dataclass(frozen=True, slots=True)
class Flow:
    """A connection that left the clinic: ends, bytes sent and received, seconds."""

    begin: datetime
    source: str
    port: int
    destination: str
    sent: int
    received: int
    seconds: int


def write_logs(folder: Path, source: Path, house: House, seed: int) -> None:
    """Three logs below `folder`, of a theft of all the files below `source`."""
    folder.mkdir(parents=True, exist_ok=True)
    files = sorted(p.relative_to(source).as_posix() for p in source.rglob("*") if p.is_file())
    size = sum(p.stat().st_size for p in source.rglob("*") if p.is_file())
    rng = stream(seed, "logs")
    flows = sorted(_flows(rng, size), key=lambda flow: flow.begin)
    _write(folder / "vpn-parefeu.log", merge(sorted(_doors(rng, house)), map(_firewall, flows)))
    _write(folder / "reseau" / "conn.log", _sensor(flows))
    security = sorted([*_days_of_work(rng, house, files), *_theft(files)])
    _write(folder / "windows-securite.jsonl", security)
    _write_truth(folder.parent / "verite" / "intrusion.csv")


def _write(path: Path, lines: Iterator[Line] | Sequence[Line]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"".join(line for _, line in lines))


def _write_truth(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    rows = [
        ("begun", BEGUN.isoformat()), ("ended", ENDED.isoformat()), ("account", SUPPLIER),
        ("address", THIEF), ("destination", STORAGE),
    ]  # fmt: skip
    path.write_text("fact,value\n" + "".join(f"{k},{v}\n" for k, v in rows), encoding="utf-8")


# Who comes in from outside, as the firewall logs it.


def _doors(rng: Random, house: House) -> Iterator[Line]:
    remote = [_account(agent) for agent in house.staff[:12]]
    homes = {account: f"203.0.113.{100 + n}" for n, account in enumerate(remote)}
    for day in days():
        for number, account in enumerate(remote):
            if is_working(day) and rng.random() < 0.4:
                begin = moment(rng, day, 8, 10)
                tunnel = f"10.212.134.{100 + number}"
                yield from _visit(account, homes[account], tunnel, begin, rng.randint(3, 8) * 3600)
        if day.weekday() == 1:
            begin = moment(rng, day, 14, 15)
            yield from _visit(SUPPLIER, SUPPLIER_HOME, "10.212.134.60", begin, 2 * 3600)
    for begin, end in nights():
        seconds = (end - begin).total_seconds()
        yield from _visit(SUPPLIER, THIEF, TUNNEL, begin, seconds)


def _visit(
    account: str, address: str, tunnel: str, begin: datetime, seconds: float
) -> Iterator[Line]:
    end = begin + timedelta(seconds=seconds)
    for when, action, number in (
        (begin, "tunnel-up", "0101039947"),
        (end, "tunnel-down", "0101039948"),
    ):
        said = (
            f'type="event" subtype="vpn" level="information" logid="{number}" action="{action}" '
            f'tunneltype="ssl-tunnel" remip={address} tunnelip={tunnel} user="{account}"'
        )
        yield when, _fortigate(when, said)


def _fortigate(when: datetime, said: str) -> bytes:
    return (
        f'date={when:%Y-%m-%d} time={when:%H:%M:%S} devname="PAREFEU-1" devid="FGT60F0000000000" '
        f'eventtime={int(when.timestamp() * 1_000)}000000 tz="{when:%z}" {said}\n'
    ).encode()


# What leaves, as the firewall and the network sensor see it.


def _flows(rng: Random, size: int) -> Iterator[Flow]:
    for day in days():
        for _ in range(160 if is_working(day) else 25):
            place = f"203.0.113.{rng.randint(1, 30)}"
            desk = f"10.10.1.{rng.randint(10, 90)}"
            sent = int(rng.lognormvariate(10.5, 1.2))
            begin = moment(rng, day, 8, 18)
            yield Flow(begin, desk, _port(rng), place, sent, sent * 12, rng.randint(2, 240))
        begin = moment(rng, day, 1, 1.2)
        saved = rng.randint(700, 900) * MEGABYTE
        yield Flow(begin, BACKUP_HOST, _port(rng), BACKUP_SITE, saved, MEGABYTE, 1_800)
    for begin, end in nights():
        hours = max(1, round((end - begin).total_seconds() / 3600) - 1)
        for hour in range(hours):
            sent = max(size // (hours * len(nights())), 120 * MEGABYTE)
            start = begin + timedelta(minutes=40, hours=hour)
            yield Flow(start, HOP, _port(rng), STORAGE, sent, MEGABYTE // 10, 1_500)


def _port(rng: Random) -> int:
    return rng.randint(49_152, 65_535)


def _firewall(flow: Flow) -> Line:
    said = (
        'type="traffic" subtype="forward" level="notice" logid="0000000013" '
        f"srcip={flow.source} srcport={flow.port} dstip={flow.destination} dstport=443 proto=6 "
        f'action="close" duration={flow.seconds} sentbyte={flow.sent} rcvdbyte={flow.received}'
    )
    return flow.begin, _fortigate(flow.begin, said)


CONN = ("ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto", "service",
        "duration", "orig_bytes", "resp_bytes")  # fmt: skip


def _sensor(flows: Sequence[Flow]) -> Iterator[Line]:
    head = f"#separator \\x09\n#path\tconn\n#fields\t{chr(9).join(CONN)}\n"
    yield BEGUN, head.encode()
    for number, flow in enumerate(flows):
        when = (flow.begin + SENSOR_AHEAD).timestamp()
        row = (
            f"{when:.6f}", f"C{number:07d}", flow.source, flow.port, flow.destination, 443, "tcp",
            "ssl", flow.seconds, flow.sent, flow.received,
        )  # fmt: skip
        yield flow.begin, ("\t".join(map(str, row)) + "\n").encode()


# What Windows' audit says, as a collector passes it on.


def _days_of_work(rng: Random, house: House, files: Sequence[str]) -> Iterator[Line]:
    readers = [
        (_account(agent), f"10.10.1.{10 + n}") for n, agent in enumerate(house.staff[:READERS])
    ]
    for day in days():
        for account, desk in readers if is_working(day) else readers[:4]:
            yield from _logon(moment(rng, day, 7.5, 9), account, desk, SERVER)
            for _ in range(rng.randint(2, 2 * OPENED_A_DAY)):
                yield _access(moment(rng, day, 8, 18), account, desk, rng.choice(files))
        begin = moment(rng, day, 1, 1.2)
        for number in range(SAVED_A_NIGHT):
            when = begin + timedelta(seconds=number * 2)
            yield _access(when, BACKUP, BACKUP_HOST, rng.choice(files))
        if day.weekday() == 1:
            yield from _logon(moment(rng, day, 14.2, 15), SUPPLIER, "10.212.134.60", HOP)


def _theft(files: Sequence[str]) -> Iterator[Line]:
    """Every night some discovery, then a part of the share; all of it by the end."""
    all_nights = nights()
    for number, (begin, end) in enumerate(all_nights):
        yield from _logon(begin + timedelta(minutes=3), SUPPLIER, TUNNEL, HOP)
        for at, command in enumerate(DISCOVERY if number == 0 else ()):
            yield _process(begin + timedelta(minutes=8 + at), command)
        yield _process(begin + timedelta(minutes=38), COPY)
        yield from _logon(begin + timedelta(minutes=39), SUPPLIER, HOP, SERVER)
        part = files[number :: len(all_nights)]
        start = begin + timedelta(minutes=40)
        pause = (end - timedelta(minutes=10) - start) / (len(part) + 1)
        for at, path in enumerate(part):
            yield _access(start + at * pause, SUPPLIER, HOP, path)
    yield _process(ENDED - timedelta(minutes=2), "wevtutil cl System")


def _logon(when: datetime, account: str, source: str, machine: str) -> Iterator[Line]:
    yield _windows(
        when, 4624, machine,
        {"TargetUserName": account, "TargetDomainName": "BELLEVUE", "LogonType": "3",
         "IpAddress": source, "WorkstationName": HOSTS.get(source, "-")},
    )  # fmt: skip


def _access(when: datetime, account: str, source: str, path: str) -> Line:
    return _windows(
        when, 5145, SERVER,
        {"SubjectUserName": account, "SubjectDomainName": "BELLEVUE", "IpAddress": source,
         "ShareName": rf"\\*\{SHARE}", "RelativeTargetName": path.replace("/", "\\"),
         "AccessMask": "0x1", "ObjectType": "File"},
    )  # fmt: skip


def _process(when: datetime, command: str) -> Line:
    program = command.split(" ", 1)[0].rpartition("\\")[2].removesuffix(".exe") + ".exe"
    return _windows(
        when, 4688, HOP,
        {"SubjectUserName": SUPPLIER, "SubjectDomainName": "BELLEVUE", "CommandLine": command,
         "NewProcessName": rf"C:\Windows\System32\{program}",
         "ParentProcessName": r"C:\Windows\System32\cmd.exe"},
    )  # fmt: skip


def _windows(when: datetime, number: int, machine: str, data: dict[str, str]) -> Line:
    utc = (when - (when.utcoffset() or timedelta())).replace(tzinfo=None)
    event = {
        "@timestamp": utc.isoformat(timespec="milliseconds") + "Z",
        "winlog": {
            "event_id": str(number),
            "channel": "Security",
            "provider_name": "Microsoft-Windows-Security-Auditing",
            "computer_name": f"{HOSTS[machine]}.bellevue.invalid",
            "event_data": data,
        },
    }
    return when, orjson.dumps(event) + b"\n"


def _account(agent: Agent) -> str:
    return f"{slug(agent.given)[:1]}.{slug(agent.surname)}"
