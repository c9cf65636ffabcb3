import gzip
import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from guvoh.config.logging import WithoutContents
from guvoh.handover.receipt import open_receipt
from tests.frontdoor.walk import LANGUAGES, answers, attached, receipt_code, text_of

PAGES = ("", "report/", "receipt/", "safety/", "no-such-page/")
# what stays in Latin letters on a Tajik or Russian page
LATIN = {"SHA", "cookie", "English", "Tor", "torproject", "org", "jpg", "yard"}
CATALOGUES = Path(__file__).parents[2] / "guvoh" / "frontdoor" / "locale"


def every_page(language: str, desk, client: Client) -> dict[str, object]:
    """Every page of one language, also those that only a form shows."""
    pages = {page: client.get(f"/{language}/{page}") for page in PAGES}
    report, receipt = f"/{language}/report/", f"/{language}/receipt/"
    pages["errors"] = client.post(report, answers(what="", files=[attached()], contact_safety="?"))
    pages["sent"] = client.post(report, answers())
    pages["answer"] = client.post(receipt, {"code": receipt_code(pages["sent"])})
    pages["unknown"] = client.post(receipt, {"code": "1"})
    pages["empty"] = client.post(receipt, {"code": ""})
    pages["csrf"] = Client(enforce_csrf_checks=True).post(receipt, {"code": "1"})
    pages["too much"] = client.post(report, answers(what="x" * 3_000_000))
    desk.publish(days=-1)
    pages["closed"] = client.get(report)
    return pages


@pytest.fixture(params=LANGUAGES)
def pages(request, reporter, desk):
    return request.param, every_page(request.param, desk, reporter)


def test_every_page_is_quiet_and_self_contained(pages):
    language, found = pages
    for name, response in found.items():
        page = response.content.decode()
        assert f'<html lang="{language}">' in page, name
        for forbidden in ("<script", "<style", " style=", "javascript:", "data:", "<img", "<iframe", " onclick"):
            assert forbidden not in page, (name, forbidden)
        addresses = re.findall(r'(?:href|src|action|formaction)="([^"]*)"', page)
        outside = [address for address in addresses if not address.startswith(("/", "#", "tel:"))]
        assert len(outside) == 1, name
        assert "wikipedia.org" in outside[0]
        assert re.search(r'<a class="exit" href="https://[^"]+" rel="noreferrer">', page), name
        assert response["Cache-Control"] == "no-store", name
        assert response["X-Robots-Tag"].startswith("noindex"), name
        assert response["Content-Security-Policy"], name
        assert "script-src 'none'" in response["Content-Security-Policy"], name


def test_every_page_is_light_enough_for_a_slow_line(pages, reporter):
    style = b"".join(reporter.get("/static/frontdoor/door.css").streaming_content)
    for name, response in pages[1].items():
        assert len(gzip.compress(response.content)) + len(gzip.compress(style)) < 15_000, name


def test_no_english_is_left_on_a_tajik_or_russian_page(pages):
    language, found = pages
    if language == "en":
        return
    for name, response in found.items():
        # the digits of the key's fingerprint are the same in every language
        words = text_of(response, leave_out=r'<(p|span) class="key">[0-9a-f ]+</\1>')
        left = set(re.findall(r"[A-Za-z]{2,}", words)) - LATIN
        # the reporter's own words come back to her on the form
        left -= {"in", "May", "Kulob", "my", "brother", "letter"}
        assert not left, (name, left)


def test_every_sentence_of_the_catalogues_is_translated():
    for language in ("tg", "ru"):
        text = (CATALOGUES / language / "LC_MESSAGES" / "django.po").read_text()
        assert "fuzzy" not in text
        assert not re.search(r'msgstr ""\n(?!")', text)
        assert text.count("msgid ") == (CATALOGUES / "ru/LC_MESSAGES/django.po").read_text().count("msgid ")


def test_no_cookie_but_the_one_of_the_form(pages, reporter):
    [cookie] = reporter.cookies.values()
    assert cookie.key == settings.CSRF_COOKIE_NAME
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == (
        "",
        "",
        True,
        "Strict",
    )


def test_pages_that_have_no_form_set_no_cookie(reporter):
    for address in ("/", "/tg/", "/ru/safety/", "/nothing/"):
        assert not reporter.get(address).cookies


@pytest.mark.parametrize("page", PAGES)
def test_the_language_switch_keeps_the_page(reporter, page):
    html = reporter.get(f"/tg/{page}").content.decode()
    for code in ("ru", "en"):
        kept = "" if page == "no-such-page/" else page
        assert re.search(rf'(href|formaction)="/{code}/{kept}"', html), code


def test_the_first_page_offers_all_languages_and_never_sends_anybody_on(desk):
    for wish in ("tg", "ru,en;q=0.5", "fa", ""):
        response = Client(headers={"accept-language": wish}).get("/")
        assert response.status_code == 200
        for address in ("/tg/", "/ru/", "/en/"):
            assert f'href="{address}"' in response.content.decode()
    hinted = Client(headers={"accept-language": "ru,en;q=0.5"}).get("/").content.decode()
    assert hinted.index('href="/ru/"') < hinted.index('href="/tg/"')


def test_home_lists_the_hotlines_by_region(reporter):
    page = reporter.get("/en/").content.decode()
    assert '<span>Khatlon</span> <a href="tel:+992987876666">+992 98 787 66 66</a>' in page
    assert "All regions, for soldiers and conscripts" in page


def test_a_form_from_the_same_site_passes_the_check_against_forgery(desk):
    # "no-referrer" would make browsers send "Origin: null", and every report would be refused
    client = Client(enforce_csrf_checks=True)
    form = client.get("/en/report/")
    assert form["Referrer-Policy"] == "same-origin"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.content.decode()).group(1)
    sent = {**answers(), "csrfmiddlewaretoken": token}
    assert client.post("/en/report/", sent, headers={"origin": "http://testserver"}).status_code == 200
    assert client.post("/en/report/", sent, headers={"origin": "http://evil.example"}).status_code == 403


def test_every_label_names_an_existing_field(reporter):
    page = reporter.get("/en/report/").content.decode()
    for name in re.findall(r'for="([^"]+)"', page):
        assert f'id="{name}"' in page
    for names in re.findall(r'aria-describedby="([^"]+)"', page):
        assert all(f'id="{name}"' in page for name in names.split())


def test_a_failure_of_the_machine_is_told_in_words_and_logged_without_contents_or_hour(reporter, desk, caplog):
    code = receipt_code(reporter.post("/ru/report/", answers()))
    mailbox = open_receipt(code, settings.INSTALLATION).mailbox
    (desk.spool.root / "replies" / mailbox / "reply.age").mkdir(parents=True)
    response = Client(raise_request_exception=False).post("/ru/receipt/", {"code": code})
    assert response.status_code == 500
    assert "У нас произошла ошибка" in text_of(response)
    handlers = logging.getLogger("django").handlers
    [printer] = [handler for handler in handlers if isinstance(handler.formatter, WithoutContents)]
    logged = "".join(printer.format(record) for record in caplog.records)
    assert "IsADirectoryError" in logged
    assert not re.search(r"\d:\d\d", logged)
    assert mailbox not in logged
