"""room.toml: off by default; a word too many, or an address in clear, is refused."""

from pathlib import Path

import pytest

from tocsin.errors import InputError
from tocsin.room.roomfile import RoomFile, load_room_file

OIDC = '[oidc]\nname = "A"\nissuer = "https://a.invalid/realms/x"\nclient_id = "t"\n'


def write(folder: Path, text: str) -> Path:
    (folder / "room.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_it_the_room_talks_to_nobody(tmp_path: Path) -> None:
    assert load_room_file(tmp_path) == RoomFile()
    assert load_room_file(write(tmp_path, "")) == RoomFile()


def test_what_it_says(tmp_path: Path) -> None:
    text = f'{OIDC}acr = "eidas1"\n[syslog]\nserver = "tls://logs.invalid"\nca = "ca.pem"\n'
    found = load_room_file(write(tmp_path, text))
    assert found.oidc is not None
    assert found.syslog is not None
    assert (found.oidc.claim, found.oidc.acr) == ("sub", "eidas1")
    assert (found.syslog.port, found.syslog.ca) == (6514, tmp_path / "ca.pem")


@pytest.mark.parametrize(
    "text",
    [
        "oidc = ",
        "[autre]",
        "[oidc]",
        OIDC.replace("https", "http"),
        OIDC.replace("https", "file"),
        OIDC.replace('"t"', '""'),
        f'{OIDC}secret = "x"\n',
        "[syslog]",
        '[syslog]\nserver = "logs.invalid"\n',
        '[syslog]\nserver = "ftp://logs.invalid"\n',
        '[syslog]\nserver = "tcp://"\n',
        '[syslog]\nserver = "tcp://h:99999"\n',
        '[syslog]\nserver = "udp://h"\nca = "ca.pem"\n',
    ],
)
def test_a_mistake_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as caught:
        load_room_file(write(tmp_path, text))
    assert caught.value.code == "room.file"
