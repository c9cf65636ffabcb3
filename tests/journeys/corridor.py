"""The main job as people do it at their screens, from a sealed report to a publication that is withdrawn."""

import datetime as dt
import io
import re
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from guvoh.config.demo.place import Place
from tests.journeys.running import wait_until
from tests.journeys.screens import fill_in, follow, open_section, press, save, send

WORDS = "Писарамро аз бозор бурданд ва шаш соат дар шуъба нигоҳ доштанд."
ANSWER = "Паёми шуморо хондем. Фардо ба идораи мо биёед."
SURNAME, GIVEN = "Шодмонзода", "Фирдавс"
SLUG = f"shash-soat-{int(time.time())}"
TODAY = dt.datetime.now(ZoneInfo("Asia/Dushanbe")).date()


def send_report(page: Page, place: Place) -> str:
    """Write a report in Tajik on a telephone, and return the receipt."""
    page.goto(place.addresses["frontdoor"] + "/")
    page.locator("a[lang=tg], a[href$='/tg/']").first.click()
    page.locator("main a[href$='/tg/report/']").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "tg")
    assert page.locator("script").count() == 0
    fill_in(
        page,
        what=WORDS,
        when="дирӯз, пас аз нисфирӯзӣ",
        where="Ваҳдат",
        whom="писарам",
        contact_safety="careful",
        contact_how="танҳо бо рамзи расид",
    )
    paper = {"name": "ҳуҷҷат.txt", "mimeType": "text/plain", "buffer": "коғазе, ки додаанд".encode()}
    page.locator("[name=files]").set_input_files([paper])
    page.locator("button.send").click()
    receipt = page.locator(".receipt").inner_text()
    assert re.fullmatch(r"(\d{4}\s*){6}", receipt), receipt
    return receipt


def read_receipt(page: Page, place: Place, receipt: str) -> str:
    page.goto(place.addresses["frontdoor"] + "/tg/receipt/")
    fill_in(page, code=receipt)
    page.locator("button.send").click()
    return page.locator("main").inner_text()


def sign_in(page: Page, place: Place, row: dict[str, str], code: str) -> None:
    page.goto(place.addresses["desk"] + "/")
    assert page.url.split("?")[0].endswith("/sign-in/"), "a stranger is led to the sign-in"
    fill_in(page, login=row["username"], password=row["passphrase"])
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/sign-in/code/**")
    fill_in(page, code=code)
    page.locator("[name=code]").press("Enter")
    expect(page.locator(".side .who")).to_contain_text(row["full_name"])


def envelopes(place: Place) -> set[str]:
    return {path.name for path in (place.root / "spool" / "intake" / "in").iterdir() if path.name[0] != "."}


def read_and_accept(page: Page, envelope: str) -> str:
    """Open a report from the inbox, leave an answer, make a case of it; return the case's code."""
    open_section(page, "/inbox/")
    follow(page, f"/inbox/{envelope}/")
    assert WORDS not in page.content(), "a sealed report shows nothing"
    press(page, "/open/")
    expect(page.locator("main")).to_contain_text(WORDS)
    expect(page.locator("main")).to_contain_text("ҳуҷҷат.txt")
    press(page, "/answer/", **{"answer-text": ANSWER})
    press(page, "/accept/", **{"accept-title": "Six hours in a station"})
    page.wait_for_url("**/cases/*/")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def _add_from_case(page: Page, case: str, ending: str, **typed: str | bool) -> None:
    page.goto(case)
    follow(page, ending)
    save(page, **typed)


def work_the_case(page: Page, place: Place, code: str, lawyer: str) -> None:
    """The officer adds the client, an event, an act, consents, and asks the lawyer."""
    case = f"{place.addresses['desk']}/cases/{code}/"
    names = {"surname_tg": SURNAME, "given_tg": GIVEN, "surname_ru": "Шодмонзода", "given_ru": "Фирдавс"}
    _add_from_case(page, case, "/people/add/", role="client", gender="m", phone="+992 93 555 88 02", **names)
    happened = str(TODAY - dt.timedelta(days=1))
    _add_from_case(
        page, case, "/events/add/", title="Held for six hours", scale="single", region="RA", earliest=happened
    )
    page.goto(case)
    page.get_by_role("link", name="Held for six hours").first.click()
    follow(page, "/acts/add/")
    save(page, victim=SURNAME, kind="arrest", hours="6", certainty="credible")
    for purpose, level in (("lawyer", "none"), ("state_body", "full_name"), ("publication", "initials")):
        consent = {"actor": SURNAME, "purpose": purpose, "identification": level, "how": "oral"}
        _add_from_case(page, case, "/consents/add/", given_on=str(TODAY), **consent)
    _add_from_case(page, case, "/needs/add/", kind="legal", urgent=True)
    _add_from_case(page, case, "/refer/", to_member=lawyer, message=f"Шаш соат бе ҳуҷҷат: {code}")
    page.goto(case)
    expect(page.locator(".story-line li", has_text=SURNAME).first).to_be_visible()


def write_letter(page: Page, place: Place, code: str) -> str:
    """The lawyer takes the referral and drafts a letter in Tajik; return the letter's address."""
    page.goto(place.addresses["desk"] + "/")
    asked = page.locator("main a[href^='/cases/referrals/']")
    for address in [link.get_attribute("href") for link in asked.all()]:
        page.goto(place.addresses["desk"] + address)
        if code in page.locator("main .prewrap").inner_text():
            break
    press(page, "/accept/")
    page.wait_for_url(f"**/cases/{code}/")
    follow(page, f"/letters/new/{code}/")
    save(
        page,
        kind_id="complaint-prosecutor",
        language="tg",
        body="рокуратура",
        event="Held for six hours",
        asked="Ҳуқуқи поймолшударо барқарор кунед\nНоми шахси фармондодаро муайян кунед",
        written_on=str(TODAY),
    )
    return re.sub(r"edit/$", "", page.url)


def take_pdf(page: Page, letter: str, folder: Path) -> str:
    """Download the letter as the reader would, and return the words in it."""
    page.goto(letter)
    with page.expect_download() as waiting:
        page.locator("main a[href$='letter.pdf']").first.click()
    target = folder / "letter.pdf"
    waiting.value.save_as(target)
    return " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(target.read_bytes())).pages)


def send_letter(page: Page, letter: str) -> None:
    page.goto(letter)
    press(page, "/final/")
    follow(page, "/delivery/")
    days = {"sent_on": str(TODAY), "delivered_on": str(TODAY)}
    save(page, how="by_hand", proof="stamp", register_number="2-44", **days)
    expect(page.locator("main")).to_contain_text("TJ-COMPL-PROS")


def invite(page: Page, place: Place, code: str, names: list[str]) -> None:
    for name in names:
        page.goto(f"{place.addresses['desk']}/cases/{code}/")
        follow(page, "/team/add/")
        save(page, member=name)


def write_story(page: Page, place: Place, code: str) -> str:
    """The editor writes in Tajik; what the guard marks is replaced with one click. Return the story's id."""
    page.goto(f"{place.addresses['desk']}/cases/{code}/")
    assert SURNAME not in page.content(), "an editor sees pseudonyms"
    follow(page, f"/stories/new/?case={code}")
    save(page, working_title="Шаш соат", kind="news", language="tg")
    story = re.search(r"/stories/([0-9a-f]{16})/", page.url).group(1)
    page.goto(f"{place.addresses['desk']}/stories/{story}/tg/")
    fill_in(
        page,
        title="Шаш соат бе ягон ҳуҷҷат",
        lead="Як сокини Ваҳдатро бе сабаб нигоҳ доштанд.",
        body=f"{SURNAME} {GIVEN}ро аз бозор бурданд.\n\nАдвокати {SURNAME} шикоят навишт.",
        slug=SLUG,
    )
    send(page, page.locator("#edit .btn-primary"))
    expect(page.locator("mark.guard-block").first).to_be_visible()
    marked = " ".join(page.locator("mark.guard-block").all_inner_texts())
    assert SURNAME in marked
    assert GIVEN in marked
    send(page, page.locator("button[value^='all-initials:']").first)
    expect(page.locator(".guard-sum .notice-good")).to_be_visible()
    text = page.locator("[name=body]").input_value()
    assert SURNAME not in text
    assert GIVEN not in text
    send(page, page.locator("button[name=do][value=send]"))
    assert "/review/" in page.url, page.locator("main .notice, main .errorlist").all_inner_texts()
    assert page.locator("form[action$='/approve/']").count() == 0, "no author approves her own text"
    return story


def approve(page: Page, place: Place, story: str) -> None:
    page.goto(f"{place.addresses['desk']}/stories/{story}/")
    follow(page, "/tg/review/")
    press(page, "/approve/")


def release(page: Page, place: Place, story: str) -> None:
    page.goto(f"{place.addresses['desk']}/stories/{story}/tg/review/")
    press(page, "/release/")


def read_in_public(page: Page, place: Place) -> None:
    """A reader finds the story on the site's first page in Tajik."""
    address = f"{place.addresses['press']}/tg/news/{SLUG}.html"
    wait_until(lambda: _status(address) == httpx.codes.OK, "the story stands on the site")
    page.goto(place.addresses["press"] + "/tg/")
    page.locator(f"main a[href*='{SLUG}']").first.click()
    expect(page.locator("h1")).to_have_text("Шаш соат бе ягон ҳуҷҷат")
    expect(page.locator("html")).to_have_attribute("lang", "tg")
    assert SURNAME not in page.content()
    assert GIVEN not in page.content()


def withdraw(page: Page, place: Place, story: str) -> None:
    page.goto(f"{place.addresses['desk']}/stories/{story}/")
    press(page, "/withdraw/", reason="Оила хоҳиш кард")
    address = f"{place.addresses['press']}/tg/news/{SLUG}.html"
    wait_until(lambda: _status(address) == httpx.codes.NOT_FOUND, "the story is gone from the site")


def search_record(page: Page, place: Place, words: str) -> str:
    page.goto(place.addresses["desk"] + "/")
    open_section(page, "/record/")
    fill_in(page.locator("main form[role=search]"), words=words)
    send(page, page.locator("main form[role=search] button").first)
    return page.locator("table.sheet").inner_text()


def _status(address: str) -> int:
    return httpx.get(address, trust_env=False).status_code
