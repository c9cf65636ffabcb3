from django.conf import settings
import datetime as dt, os
import pytest
from playwright.sync_api import sync_playwright
from django.urls import reverse
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.kinds import letter_kinds
from guvoh.desk.correspondence.models import Letter
from guvoh.desk.correspondence.vocabulary import Answer, ProofKind
from tests.desk.correspondence.conftest import answer, deliver

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
OUT = "/tmp/corr/look/"


def test_pdfs(final, draft, cast):
    os.makedirs(OUT, exist_ok=True)
    a = answer(deliver(final, cast.lawyer), cast.lawyer, [Answer.SOMETHING_ELSE, Answer.NO, Answer.SOMETHING_ELSE])
    for k in letter_kinds().values():
        for l in ("tg", "ru", "en"):
            x = draft(kind_id=k.id, language=l, follows=a if k.is_appeal else None)
            for f in ("pdf", "docx"):
                __import__("pathlib").Path(f"{OUT}{k.id}-{l}.{f}").write_bytes(
                    actions.export_letter(x, f, by=cast.lawyer)
                )


@pytest.mark.django_db(transaction=True)
def test_screens(live_server, sign_in, cast, team, final, draft):
    lang = os.environ.get("LOOK_LANG", "en")
    cast.lawyer.language = lang
    cast.lawyer.save()
    L = deliver(final, cast.lawyer)
    w = dt.date(2026, 11, 16)
    r1 = deliver(
        actions.finalise_letter(draft(kind_id="request-media-law", written_on=w), by=cast.lawyer),
        cast.lawyer,
        on=w,
    )
    r2 = deliver(
        actions.finalise_letter(draft(kind_id="request-information", written_on=w), by=cast.lawyer),
        cast.lawyer,
        on=w,
    )
    r3 = deliver(
        actions.finalise_letter(draft(kind_id="request-information", written_on=w), by=cast.lawyer),
        cast.lawyer,
        on=w,
        proof="",
    )
    r4 = deliver(
        actions.finalise_letter(draft(written_on=dt.date(2026, 11, 18)), by=cast.lawyer),
        cast.lawyer,
        on=dt.date(2026, 11, 18),
    )
    a = answer(
        deliver(actions.finalise_letter(draft(), by=cast.lawyer), cast.lawyer),
        cast.lawyer,
        [Answer.SOMETHING_ELSE, Answer.NO, Answer.SOMETHING_ELSE],
    )
    ap = actions.follow_up(a, by=cast.lawyer)
    a2 = answer(
        deliver(actions.finalise_letter(draft(), by=cast.lawyer), cast.lawyer),
        cast.lawyer,
        [Answer.YES, Answer.IN_PART, Answer.NO],
    )
    c = sign_in(cast.lawyer).cookies[settings.SESSION_COOKIE_NAME].value
    rv = lambda n, *a: reverse("correspondence:" + n, args=a)
    pages = {
        "index-week": rv("index"),
        "index-all": rv("index") + "?state=all",
        "index-un": rv("index") + "?state=unconfirmed",
        "index-empty": rv("index") + "?state=no_clock",
        "answered": rv("letter", a.pk),
        "running": rv("letter", r4.pk),
        "unproven": rv("letter", r3.pk),
        "overdue": rv("letter", r1.pk),
        "draft": rv("letter", ap.pk),
        "edit": rv("edit", ap.pk),
        "new": rv("new", team.code),
        "follow": rv("follow", a2.pk),
        "deliver": rv("deliver", r3.pk),
        "reply": rv("reply", r2.pk),
        "bodies": rv("bodies"),
        "body": rv("body_add"),
        "extend": rv("clock_extend", r4.clocks.get().pk),
        "home": "/",
        "case": "/cases/" + team.code + "/",
    }
    only = os.environ.get("LOOK_ONLY")
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path=os.environ.get("CHROME") or None)
        for width, scheme in ((1280, "light"), (390, "light"), (1280, "dark")):
            ctx = b.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            ctx.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": c, "url": live_server.url}])
            page = ctx.new_page()
            page.on("console", lambda m: print("CONSOLE", m.type, m.text))
            for n, u in pages.items():
                if only and n not in only.split(","):
                    continue
                if scheme == "dark" and n not in ("answered", "overdue", "index-all"):
                    continue
                resp = page.goto(live_server.url + u)
                if resp.status != 200:
                    print("STATUS", n, resp.status)
                sw = page.evaluate("document.documentElement.scrollWidth")
                if sw > width:
                    print("OVERFLOW", n, width, sw)
                page.screenshot(path=f"{OUT}{n}-{width}-{scheme}-{lang}.png", full_page=True)
        b.close()
