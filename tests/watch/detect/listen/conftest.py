"""A follower that listens, and senders that talk to it from a thread of their own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

import orjson
import pytest

from tests.watch.detect.readers import HereReader
from tocsin.case import Case
from tocsin.watch.detect import Follower, Following
from tocsin.watch.detect.listen import Listening, Places

TOKEN = "a-token-of-the-tests"
HERE = ("127.0.0.1", 0)


@dataclass
class Ear:
    """A follower with its listeners."""

    follower: Follower
    listening: Listening

    def during(self, act: Callable[[], Any]) -> Any:
        """Do it in a thread while what comes is being kept; what it gave."""
        given: list[Any] = []
        thread = threading.Thread(target=lambda: given.append(act()))
        thread.start()
        while thread.is_alive():
            self.follower.rest(0.02)
        thread.join()
        return given[0] if given else None

    def until(self, name: str, least: int) -> None:
        """Keep what comes until that many were counted."""
        for _ in range(500):
            self.follower.rest(0.02)
            if self.follower.heard[name] >= least:
                return
        raise AssertionError(dict(self.follower.heard))

    def post(self, body: bytes, token: str = TOKEN, **headers: str) -> tuple[int, Any]:
        """Status and answer of a POST."""
        port = self.listening.ports[-1]

        def act() -> tuple[int, Any]:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("POST", "/", body, {"Authorization": f"Bearer {token}", **named})
            answer = connection.getresponse()
            said = orjson.loads(answer.read())
            connection.close()
            return answer.status, said

        return self.during(act)


@pytest.fixture
def ear(case: Case) -> Callable[..., AbstractContextManager[Ear]]:
    """Listens at free ports of this machine; each time it is a process that is new."""

    @contextmanager
    def listen(following: Following | None = None, **places: Any) -> Iterator[Ear]:
        following = following or Following([])
        chosen = Places(**({"syslog": HERE, "http": HERE, "token": TOKEN} | places))
        with Listening(chosen, following.inbox) as listening:
            yield Ear(Follower(case, following, HereReader(following.mapping)), listening)

    return listen
