"""The members of the demo, each signed in once and then remembered: a one-time code works only once."""

import time
from typing import Any

import httpx

from guvoh.config.demo import codes
from guvoh.config.demo.browser import Browser
from guvoh.config.demo.place import Place


class KeptBrowser(Browser):
    """A browser that is closed in the end, and can hand its session over to another."""

    def close(self) -> None:
        self._client.close()

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self._client.cookies.jar}


class Members:
    """The cast with their sessions."""

    def __init__(self, place: Place, cast: list[dict[str, Any]]) -> None:
        self.address = place.addresses["desk"]
        self.cast = cast
        self._browsers: dict[str, KeptBrowser] = {}
        self._opened: list[KeptBrowser] = []
        self._periods: dict[str, int] = {}

    def at(self, place: Place) -> "Members":
        """The same people at another desk; a code they have used at this one is not tried again there."""
        elsewhere = Members(place, self.cast)
        elsewhere._periods = self._periods
        return elsewhere

    def row(self, username: str) -> dict[str, Any]:
        return next(row for row in self.cast if row["username"] == username)

    def of(self, role: str) -> str:
        return next(row["username"] for row in self.cast if role in row["roles"])

    def code(self, secret: str) -> str:
        """A code that nobody has used in this run: it waits for the next half minute where it must."""
        if self._periods.get(secret) == _period():
            time.sleep(codes.seconds_left() + 0.5)
        self._periods[secret] = _period()
        return codes.code(secret)

    def browser(self, username: str) -> KeptBrowser:
        """A browser without JavaScript in which she is signed in."""
        kept = self._browsers.get(username)
        if kept is None or kept.get("/awake/").status != httpx.codes.NO_CONTENT:
            self._browsers[username] = self._sign_in(self.row(username))
        return self._browsers[username]

    def _sign_in(self, row: dict[str, Any]) -> KeptBrowser:
        browser = KeptBrowser(self.address)
        self._opened.append(browser)
        page = browser.submit(
            browser.get("/sign-in/"), "sign-in", login=row["username"], password=row["passphrase"]
        )
        page = browser.submit(page, "sign-in/code", code=self.code(row["totp_secret"]))
        assert "sign-in" not in page.address, f"{row['username']} was not let in"
        return browser

    def cookies(self, username: str) -> list[dict[str, str]]:
        """What a real browser needs to go on with her session."""
        kept = self.browser(username).cookies
        return [{"name": name, "value": value, "url": self.address} for name, value in kept.items()]

    def leave(self) -> None:
        for browser in self._opened:
            browser.close()


def _period() -> int:
    return int(time.time() // codes.PERIOD_SECONDS)
