"""A letter that nobody answers, as a lawyer meets it at her screen."""

import datetime as dt
import re

from playwright.sync_api import Locator, Page, expect

from guvoh.config.demo.place import Place
from tests.journeys.corridor import TODAY
from tests.journeys.screens import follow, open_section, press, save

CASE = "Сабти бадномкунанда алайҳи зани фаъол"
POLICE = "Шуъбаи корҳои дохилии ноҳияи Ваҳдат"
ASKED = "Хабар диҳед, ки дархост ба кадом муфаттиш супорида шуд."
NOT_ANSWERED = "Ҷавоб дода нашуд."
RULE = "TJ-ATI"
# thirty days by the rule, and more than any run of days off after them
LONG_AGO = TODAY - dt.timedelta(days=60)


def open_case(page: Page, place: Place) -> str:
    """Open the case from the list; return its code."""
    page.goto(place.addresses["desk"] + "/")
    open_section(page, "/cases/")
    with page.expect_navigation():
        page.get_by_role("link", name=CASE).first.click()
    return page.url.rstrip("/").rsplit("/", 1)[1]


def file_letter(page: Page, code: str) -> tuple[str, str]:
    """Write a request, dated long ago, and make it final; return its address and its outgoing number."""
    follow(page, f"/letters/new/{code}/")
    save(page, kind_id="request-information", language="tg", body=POLICE, asked=ASKED, written_on=str(LONG_AGO))
    letter = re.sub(r"edit/$", "", page.url)
    page.goto(letter)
    press(page, "/final/")
    return letter, re.search(rf"\d+/{LONG_AGO.year}", page.locator(".subtitle").inner_text()).group()


def register_delivery(page: Page, letter: str) -> None:
    page.goto(letter)
    follow(page, "/delivery/")
    save(page, how="by_hand", proof="stamp", sent_on=str(LONG_AGO), delivered_on=str(LONG_AGO))
    expect(page.locator("main")).to_contain_text(RULE)


def tasks_about(page: Page, place: Place, number: str) -> Locator:
    """The tasks on her front page that name the letter."""
    page.goto(place.addresses["desk"] + "/")
    return page.locator("main li:has(form[action$='/done/'])").filter(has_text=re.compile(rf"\b{number}\b"))
