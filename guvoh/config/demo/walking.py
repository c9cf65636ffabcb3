"""The people of the walk, each with a browser, and what one step hands to the next."""

import datetime as dt
import re
import time
from typing import Any, Final
from zoneinfo import ZoneInfo

import httpx

from guvoh.config.demo import codes
from guvoh.config.demo.browser import Browser, PageRead
from guvoh.config.demo.place import Place

PUBLISHED_WITHIN_SECONDS: Final = 20
RECEIPT: Final = re.compile(r"\b\d{4}(?:[ \u00a0]\d{4}){5}\b")
# A client nobody else in the demo is called like.
SURNAME_TG, GIVEN_TG = "Ғуломов", "Сиёвуш"
SURNAME_EN, GIVEN_EN = "Ghulomov", "Siyovush"


class StepFailed(Exception):
    """A step of the walk did not show what it should."""


def expect(held: bool, what: str) -> None:
    if not held:
        raise StepFailed(what)


class Walk:
    """The people of the walk with their browsers, and what one step hands to the next."""

    def __init__(self, place: Place, cast: list[dict[str, Any]]) -> None:
        self.addresses = place.addresses
        self.cast = cast
        self.today = dt.datetime.now(ZoneInfo("Asia/Dushanbe")).date()
        self.reporter = Browser(self.addresses["frontdoor"])
        self.receipt = self.envelope = self.code = self.story = ""
        self.slugs: dict[str, str] = {}
        self.browsers: dict[str, Browser] = {}

    def member(self, role: str, number: int = 0) -> dict[str, Any]:
        return [row for row in self.cast if row["roles"][0] == role][number]

    def desk(self, role: str, number: int = 0) -> Browser:
        """The browser of a member, signed in with both factors."""
        row = self.member(role, number)
        if row["username"] not in self.browsers:
            self.browsers[row["username"]] = self._sign_in(row)
        return self.browsers[row["username"]]

    def _sign_in(self, row: dict[str, Any]) -> Browser:
        browser = Browser(self.addresses["desk"])
        page = browser.get("/sign-in/")
        page = browser.submit(page, "sign-in", login=row["username"], password=row["passphrase"])
        expect(
            "sign-in/code" in page.address,
            f"{row['username']}: the passphrase alone must lead to the second factor",
        )
        expect(browser.get("/cases/").address.find("/cases/") < 0, "the passphrase alone must open nothing")
        page = browser.get("/sign-in/code/")
        for _attempt in range(2):
            page = browser.submit(page, "sign-in/code", code=codes.code(row["totp_secret"]))
            if "sign-in" not in page.address:
                return browser
            # each code works once: somebody signed in with this one a moment ago
            time.sleep(codes.seconds_left() + 1)
        raise StepFailed(f"{row['username']}: the second factor was refused")

    def read_receipt(self) -> str:
        page = self.reporter.get("/tg/receipt/")
        return self.reporter.submit(page, "receipt", code=self.receipt).text


def add(browser: Browser, address: str, **typed: Any) -> PageRead:
    """Fill the one form of a page; it must lead away from itself."""
    page = browser.get(address)
    expect(page.status == httpx.codes.OK, f"{address} answers {page.status}")
    after = browser.submit(page, address, **typed)
    refused = " ".join(re.findall(r"<li[^>]*>(?:<a[^>]*>)?([^<]+)", after.body[after.body.find("error") :]))
    expect(after.address != page.address, f"{address} did not take what was typed: {refused[:300]}")
    return after
