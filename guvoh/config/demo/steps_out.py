"""Steps of the walk: a letter starts a clock, a story is checked, published and withdrawn, all is recorded."""

import datetime as dt
import re
import time
from typing import Final

import httpx

from guvoh.config.demo.browser import Browser, PageRead
from guvoh.config.demo.walking import (
    GIVEN_EN,
    GIVEN_TG,
    SURNAME_EN,
    SURNAME_TG,
    Walk,
    add,
    expect,
)

PUBLISHED_WITHIN_SECONDS: Final = 20


def letter(walk: Walk) -> str:
    lawyer = walk.desk("lawyer")
    home = lawyer.get("/")
    referral = next(
        address
        for address, _ in home.links
        if re.search(r"/cases/referrals/\d+/$", address) and _is_ours(lawyer, address)
    )
    page = lawyer.submit(lawyer.get(referral), "accept/")
    expect(f"/cases/{walk.code}/" in page.address, "accepting the referral did not open the case")
    plan = lawyer.get(f"/letters/new/{walk.code}/").form("new")
    event = next(value for value, words in plan.choices["event"] if "seven hours" in words)
    body = plan.value_of("body", "рокуратура")
    page = add(
        lawyer,
        f"/letters/new/{walk.code}/",
        kind_id="complaint-prosecutor",
        language="ru",
        body=body,
        event=event,
        asked="Установить, кто отдал распоряжение\nСообщить основание удержания",
        written_on=str(walk.today - dt.timedelta(days=1)),
    )
    address = re.search(r"/letters/\d+/", page.address).group()
    page = lawyer.get(address)
    pdf, docx = lawyer.get(f"{address}letter.pdf"), lawyer.get(f"{address}letter.docx")
    expect(pdf.content.startswith(b"%PDF"), "no PDF")
    expect(docx.content.startswith(b"PK"), "no DOCX")
    page = lawyer.submit(page, "final/")
    add(
        lawyer,
        f"{address}delivery/",
        how="by_hand",
        sent_on=str(walk.today - dt.timedelta(days=1)),
        delivered_on=str(walk.today - dt.timedelta(days=1)),
        proof="stamp",
        register_number="1-17",
    )
    started = lawyer.get(address).body
    expect("TJ-COMPL-PROS" in started or "119" in started, "no clock with its legal basis")
    expect(walk.code in lawyer.get("/letters/").body, "the deadlines page does not show the letter")
    reply = lawyer.get(f"{address}reply/").form("reply")
    answers = dict.fromkeys(_radios(lawyer.get(f"{address}reply/").body), "something_else")
    quotes = {name: "Оснований не усматривается" for name in reply.fields if name.startswith("quote_")}
    page = add(lawyer, f"{address}reply/", received_on=str(walk.today), summary="Отказ", **answers, **quotes)
    expect(len(answers) == len(quotes) == 2, "the reply form does not ask point by point")
    expect("formal" in lawyer.get(address).body, "a reply to another question must show as not answered")
    return (
        "PDF and DOCX, delivered, clock with its basis running; a reply to another question shows as not answered"
    )


def _is_ours(lawyer: Browser, address: str) -> bool:
    return "Seven hours without a record." in lawyer.get(address).text


def _radios(body: str) -> set[str]:
    return set(re.findall(r'name="(answer_\d+)"', body))


def story(walk: Walk) -> str:
    officer, editor, second = walk.desk("officer"), walk.desk("editor"), walk.desk("editor", 1)
    for number in (0, 1):
        name = walk.member("editor", number)["full_name"]
        member = officer.get(f"/cases/{walk.code}/team/add/").form("team/add").value_of("member", name)
        add(officer, f"/cases/{walk.code}/team/add/", member=member)
    expect(SURNAME_TG not in editor.get(f"/cases/{walk.code}/").body, "the editor must see pseudonyms, not names")
    page = add(editor, f"/stories/new/?case={walk.code}", working_title="Seven hours", kind="news", language="tg")
    walk.story = re.search(r"/stories/([0-9a-f]{16})/", page.address).group(1)
    for language, words in TEXTS.items():
        _write(walk, language, words)
    address = f"/stories/{walk.story}/tg/"
    own = editor.get(f"{address}review/")
    expect(
        not any("approve/" in form.action for form in own.forms), "the author must not be offered her own approval"
    )
    for language in TEXTS:
        page = second.submit(second.get(f"/stories/{walk.story}/{language}/review/"), "approve/")
        expect(
            any(
                "release/" in form.action for form in editor.get(f"/stories/{walk.story}/{language}/review/").forms
            ),
            f"{language}: not approved: {page.text[-400:]}",
        )
    _edit_voids_approval(walk)
    for language in TEXTS:
        editor.submit(editor.get(f"/stories/{walk.story}/{language}/review/"), "release/")
    expect(
        editor.get(f"/stories/{walk.story}/").body.count("/withdraw/") == len(TEXTS), "not every language is out"
    )
    return "three languages; the guard found the name in each; the second reader approved word for word; released"


def _write(walk: Walk, language: str, words: dict[str, str]) -> None:
    editor, address = walk.desk("editor"), f"/stories/{walk.story}/{language}/"
    walk.slugs[language] = f"seven-hours-{int(time.time())}"
    page = editor.submit(editor.get(address), address, slug=walk.slugs[language], **words)
    expect("guard-block" in page.body, f"{language}: the guard did not mark the client's name: {page.text[-300:]}")
    page = editor.submit(page, address, do="send")
    expect("/review/" not in page.address or "approve/" not in page.body, f"{language}: sent on with open marks")
    for _round in range(4):
        buttons = re.findall(r'value="(all-initials:[^"]+)"', page.body) or re.findall(
            r'value="(role:[^"]+)"', page.body
        )
        if not buttons:
            break
        page = editor.submit(page, address, do=buttons[0])
    for name in (SURNAME_TG, GIVEN_TG, SURNAME_EN, GIVEN_EN):
        form = page.form(address)
        expect(
            not any(name in value[0] for value in form.fields.values()), f"{language}: {name} is still in the text"
        )
    page = editor.submit(page, address, do="send")
    expect("/review/" in page.address, f"{language}: the text was not sent on: {page.text[-400:]}")


def _edit_voids_approval(walk: Walk) -> None:
    editor, second = walk.desk("editor"), walk.desk("editor", 1)
    address = f"/stories/{walk.story}/en/"
    page = editor.get(address)
    page = editor.submit(page, address, lead="A man in Dushanbe was held for seven hours without a ground.")
    review = editor.get(f"{address}review/")
    expect(not any("release/" in form.action for form in review.forms), "an edit must void the approval")
    editor.submit(editor.get(address), address, do="send")
    second.submit(second.get(f"{address}review/"), "approve/")


TEXTS: Final = {
    "tg": {
        "title": "Ҳафт соат бе ягон ҳуҷҷат",
        "lead": "Як сокини Душанберо бе сабаб нигоҳ доштанд.",
        "body": f"{SURNAME_TG} {GIVEN_TG}ро аз хона бурданд.\n\nАдвокати {SURNAME_TG} шикоят навишт.",
    },
    "ru": {
        "title": "Семь часов без единой бумаги",
        "lead": "Жителя Душанбе удерживали без основания.",
        "body": f"{GIVEN_TG} {SURNAME_TG} был увезён из дома.\n\nАдвокат {SURNAME_TG}а подал жалобу.",
    },
    "en": {
        "title": "Seven hours without a paper",
        "lead": "A man in Dushanbe was held without a ground.",
        "body": f"{GIVEN_EN} {SURNAME_EN} was taken from home.\n\nThe lawyer of {SURNAME_EN} complained.",
    },
}


def public(walk: Walk) -> str:
    press = Browser(walk.addresses["press"])
    for language, slug in walk.slugs.items():
        page = _wait_for(press, f"/{language}/news/{slug}.html", httpx.codes.OK)
        expect("default-src 'none'" in page.headers["content-security-policy"], "no strict policy")
        expect("<script" not in page.body, "the public page must need no script")
        expect(TEXTS[language]["title"] in page.text, "the article is not the one released")
        for name in (SURNAME_TG, GIVEN_TG, SURNAME_EN, GIVEN_EN):
            expect(name not in page.body, f"{name} is public")
        expect(slug in press.get(f"/{language}/feed.xml").content.decode(), "not in the feed")
        expect("tel:" in press.get(f"/{language}/hotlines.html").body, "no hotline numbers")
        expect(press.get(f"/{language}/guide/").status == httpx.codes.OK, "no guide")
    editor = walk.desk("editor")
    page = editor.get(f"/stories/{walk.story}/")
    page = editor.submit(page, "/withdraw/", reason="The walk is over")
    while any("/withdraw/" in form.action for form in page.forms):
        page = editor.submit(page, "/withdraw/", reason="The walk is over")
    for language, slug in walk.slugs.items():
        _wait_for(press, f"/{language}/news/{slug}.html", httpx.codes.NOT_FOUND)
        expect(slug not in press.get(f"/{language}/feed.xml").content.decode(), "still in the feed")
    return "article, feed, guide and hotlines in three languages under a strict policy; withdrawn, it is gone"


def _wait_for(press: Browser, address: str, status: int) -> PageRead:
    deadline = time.monotonic() + PUBLISHED_WITHIN_SECONDS
    while (page := press.get(address)).status != status:
        expect(time.monotonic() < deadline, f"{address} answers {page.status}, not {status}")
        time.sleep(0.3)
    return page


def recorded(walk: Walk) -> str:
    coordinator = walk.desk("coordinator")
    expect(
        coordinator.get(f"/cases/{walk.code}/").status == httpx.codes.NOT_FOUND, "the role alone must open no case"
    )
    for who in ("officer", "lawyer", "editor"):
        name = walk.member(who)["full_name"]
        page = coordinator.submit(
            coordinator.get("/record/"), "/record/", words=f"{walk.code} {walk.member(who)['username']}"
        )
        expect(name in page.text, f"the record does not show what {name} did")
    expect(
        walk.desk("editor").get("/record/").status == httpx.codes.NOT_FOUND, "an editor must not read the record"
    )
    return "every act and every read of the case is found in the record; the coordinator's role opens no case"
