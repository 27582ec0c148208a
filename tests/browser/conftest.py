"""One browser for the stories of a module.

Closed with it: while it is open its thread runs an event loop, in which Django asks for no data.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.live import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found
