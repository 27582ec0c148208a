"""Whether a sender still runs is seen from its process, not from a clock."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from tocsin.notify.owner import Owner


def test_we_are_alive_and_keep_our_name() -> None:
    me = Owner.me()
    assert me.is_alive
    assert Owner.parse(str(me)) == me
    assert me.pid == os.getpid()


def test_another_machine_or_start_is_not_us() -> None:
    me = Owner.me()
    assert not replace(me, boot="0" * 36).is_alive
    assert not replace(me, started=me.started - 1).is_alive, "the number was used again"


def test_a_process_that_ended_is_dead_even_unburied() -> None:
    code = "from tocsin.notify.owner import Owner; print(Owner.me(), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        owner = Owner.parse(child.stdout.readline().strip())
        assert owner.is_alive
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert not owner.is_alive, "a zombie sends nothing"
    assert not owner.is_alive


@pytest.mark.parametrize("text", ["", "a:b:c", "a:1", "a:1:2:3"])
def test_what_is_no_owner(text: str) -> None:
    with pytest.raises(ValueError):
        Owner.parse(text)
