"""Steps of the walk: a report comes in and becomes a case."""

import datetime as dt
import re

from guvoh.config.demo.walking import (
    GIVEN_EN,
    GIVEN_TG,
    RECEIPT,
    SURNAME_EN,
    SURNAME_TG,
    Walk,
    add,
    expect,
)


def report(walk: Walk) -> str:
    page = walk.reporter.get("/tg/report/")
    expect("<script" not in page.body, "the front door must need no script")
    form = page.form("report")
    typed = {
        "what": "Бародарамро аз хона бурданд ва ҳафт соат нигоҳ доштанд.",
        "when": "дирӯз",
        "where": "Душанбе",
        "whom": "бародарам",
        "contact_safety": "careful",
        "contact_how": "танҳо бо рамзи расид",
    }
    expect(set(typed) <= set(form.fields) | {"contact_safety"}, "the report form lacks a field")
    files = [("files", ("акс.txt", b"a paper he was given", "text/plain"))]
    page = walk.reporter.submit(page, "report", files=files, **typed)
    found = RECEIPT.search(page.text)
    expect(found is not None, "no receipt code after sending")
    walk.receipt = found.group()
    expect(bool(walk.read_receipt()), "the receipt opens nothing")
    return "sent in Tajik without JavaScript, sealed; the receipt says it was received"


def triage(walk: Walk) -> str:
    operator, officer = walk.desk("operator"), walk.desk("officer")
    page = operator.get("/inbox/")
    seen = set(re.findall(r"/inbox/([0-9a-f]{16})/", page.body))
    for envelope in sorted(seen):
        page = operator.get(f"/inbox/{envelope}/")
        if any("open/" in form.action for form in page.forms):
            page = operator.submit(page, "open/")
        if "ҳафт соат нигоҳ доштанд" in page.text and any("accept/" in form.action for form in page.forms):
            walk.envelope = envelope
            break
    expect(bool(walk.envelope), "the report is not in the inbox")
    before = walk.read_receipt()
    operator.submit(page, "answer/", **{"answer-text": "Мо паёми шуморо хондем."})
    expect("Мо паёми шуморо хондем." in walk.read_receipt(), "the reporter cannot read the answer")
    page = officer.get(f"/inbox/{walk.envelope}/")
    page = officer.submit(page, "accept/", **{"accept-title": "Seven hours without a record"})
    found = re.search(r"/cases/(\d{4}-\d+)/", page.address)
    expect(found is not None, "accepting did not open a case")
    walk.code = found.group(1)
    expect("Мо паёми шуморо хондем." not in before, "the answer stood there before it was written")
    return f"second factor asked, report read, answered and accepted as case {walk.code}"


def casework(walk: Walk) -> str:
    officer, base = walk.desk("officer"), f"/cases/{walk.code}"
    add(
        officer,
        f"{base}/people/add/",
        role="client",
        gender="m",
        phone="+992 93 555 77 01",
        protected="on",
        surname_tg=SURNAME_TG,
        given_tg=GIVEN_TG,
        surname_en=SURNAME_EN,
        given_en=GIVEN_EN,
    )
    add(officer, f"{base}/people/add/", role="official", surname_tg="Нозири", given_tg="навбатдор", protected=[])
    add(
        officer,
        f"{base}/events/add/",
        title="Held for seven hours",
        scale="single",
        region="DU",
        earliest=str(walk.today - dt.timedelta(days=1)),
        precision="exact",
        status="likely",
        narrative="Taken from home.",
    )
    event = officer.get(f"{base}/").link(f"{base}/events/")
    event = next(address for address, _ in officer.get(f"{base}/").links if re.search(r"/events/\d+/$", address))
    client = officer.get(f"{event}acts/add/").form("acts/add").value_of("victim", SURNAME_TG)
    page = add(officer, f"{event}acts/add/", victim=client, kind="arrest", hours="7", certainty="credible")
    act = next(address for address, _ in page.links if "/acts/" in address and address.endswith("/involve/"))
    official = officer.get(act).form("involve").value_of("perpetrator", "Нозири")
    add(officer, act, perpetrator=official, degree="direct", certainty="reported")
    add(officer, f"{event}sources/add/", kind="relative", title="His brother", reliability="B", credibility="2")
    for purpose, level in (("lawyer", "none"), ("state_body", "full_name"), ("publication", "initials")):
        add(
            officer,
            f"{base}/consents/add/",
            actor=client,
            purpose=purpose,
            identification=level,
            how="oral",
            given_on=str(walk.today),
        )
    add(officer, f"{base}/needs/add/", kind="legal", urgent="on")
    need = next(address for address, _ in officer.get(f"{base}/").links if address.endswith("/refer/"))
    lawyer = officer.get(need).form("refer").value_of("to_member", walk.member("lawyer")["full_name"])
    page = add(officer, need, to_member=lawyer, message="Seven hours without a record.")
    appointment = next(address for address, _ in page.links if address.endswith("/appointment/"))
    page = add(officer, appointment, at=f"{walk.today + dt.timedelta(days=1)}T10:00", place="Office")
    expect(page.body.count("story-line") == 1, "the case shows no story")
    return "client in two scripts, event, act, official, source, three consents, referral with an appointment"
