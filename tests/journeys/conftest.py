"""One demo for all journeys, its members signed in, and windows of a real browser that suffer no complaint."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from guvoh.config.demo.start import cast
from tests.journeys.looks import SHOUTS, listen
from tests.journeys.people import Members
from tests.journeys.running import Demo

OpenWindow = Callable[..., Page]


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    # a short path, since the vault's socket lies in it
    with tempfile.TemporaryDirectory(prefix="guvoh-journeys-") as folder:
        demo = Demo.under(Path(folder))
        try:
            started = demo.command("demo")
            assert started.returncode == 0, started.stdout + started.stderr
            yield demo
        finally:
            stopped = demo.command("stop")
        assert stopped.returncode == 0, stopped.stderr
        assert demo.processes() == []


@pytest.fixture(scope="session")
def place(demo: Demo) -> Any:
    return demo.place


@pytest.fixture(scope="session")
def members(demo: Demo) -> Iterator[Members]:
    members = Members(demo.place, cast())
    yield members
    members.leave()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "the journeys need Debian's package chromium"
    return {"executable_path": program, "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]}


@pytest.fixture
def window(browser: Browser, demo: Demo, members: Members) -> Iterator[OpenWindow]:
    """Opens windows, of a member where one is named. A policy violation or an error in one fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(username: str = "", *, width: int = 1280, scheme: str = "light", **more: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="en", **more
        )
        contexts.append(context)
        context.add_init_script(SHOUTS)
        context.set_default_timeout(15_000)
        if username:
            context.add_cookies(members.cookies(username))
        page = context.new_page()
        own = tuple(demo.place.addresses.values())
        # the same machine by its name, where a browser wants a name
        listen(page, (*own, *(address.replace("127.0.0.1", "localhost") for address in own)), complaints)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []
