import datetime as dt
import os
import re
import shutil
import subprocess
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from guvoh.frontdoor.views import sweepings
from guvoh.handover.receipt import open_receipt
from guvoh.instruments.seal import age
from tests.frontdoor.walk import answers, attached, kept_token, receipt_code, text_of


def test_a_report_opens_with_the_intake_key_and_with_the_recovery_key(reporter, desk):
    reporter.post("/ru/report/", answers(files=[attached()]))
    for identity in (desk.intake, desk.recovery):
        [report] = desk.reports(identity)
        assert (report.what, report.when, report.where, report.whom) == (
            "They came at night.",
            "in May",
            "Kulob",
            "my brother",
        )
        assert (report.contact_safety, report.contact_how, report.language) == ("careful", "a letter", "ru")
        [file] = report.files
        assert (file.name, file.content_type, file.size) == ("yard.jpg", "image/jpeg", 7)
        [sealed] = desk.parts(f"*/{file.part}")
        assert b"".join(age.unseal_chunks(sealed, identity)).rstrip(b"\0") == b"picture"
        assert b"".join(desk.spool.attached(desk.spool.envelope_ids()[0], file, identity)) == b"picture"


@pytest.mark.skipif(not shutil.which("age"), reason="Debian's age is not installed")
def test_debians_age_opens_a_report(reporter, desk, tmp_path):
    reporter.post("/en/report/", answers())
    (tmp_path / "key").write_text(desk.recovery)
    [sealed] = desk.parts()
    opened = subprocess.run(["age", "-d", "-i", tmp_path / "key", sealed], capture_output=True, check=True)
    assert b"They came at night." in opened.stdout


def test_equal_reports_make_different_ciphertexts_of_equal_size(reporter, desk):
    for what in ("They came at night.", "They came at night.", "A" * 2000):
        reporter.post("/en/report/", answers(what=what))
    # the header carries a stanza of random length, as the format advises; what follows it is the report
    sealed = [re.split(rb"\n--- [^\n]*\n", path.read_bytes())[1] for path in desk.parts()]
    assert len({len(content) for content in sealed}) == 1
    assert len(set(sealed)) == 3


def test_the_receipt_is_shown_once_and_only_in_the_page(reporter, desk):
    response = reporter.post("/en/report/", answers())
    code = receipt_code(response)
    assert len(code.replace(" ", "")) == 24
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert code.replace(" ", "") not in str(response.cookies) + str(response.headers)
    [report] = desk.reports()
    receipt = open_receipt(code, settings.INSTALLATION)
    assert (report.mailbox, report.reply_to) == (receipt.mailbox, receipt.recipient)


def test_only_the_day_in_dushanbe_is_kept(reporter, desk):
    # late in the evening in London it is the next day in Dushanbe
    with time_machine.travel(dt.datetime(2027, 3, 4, 22, 17, 43, tzinfo=ZoneInfo("UTC")), tick=False):
        desk.publish()
        reporter.post("/en/report/", answers(files=[attached()]))
    [report] = desk.reports()
    assert report.received_on == dt.date(2027, 3, 5)
    [envelope] = desk.spool.envelope_ids()
    header = (desk.spool.folder(envelope) / "envelope.json").read_text()
    assert "2027-03-05" in header
    assert ":17" not in header
    for path in [
        desk.spool.root / "in",
        *desk.parts("*"),
        *desk.parts("*/*"),
        *desk.spool.root.glob("mailboxes/*"),
    ]:
        assert path.stat().st_mtime % 86_400 == 0, path


def test_errors_keep_what_was_typed_and_the_files(reporter, desk):
    response = reporter.post("/en/report/", answers(what=" ", files=[attached()]))
    assert response.status_code == 422
    page = response.content.decode()
    assert "Please write what happened." in page
    assert 'aria-invalid="true"' in page
    assert 'href="#id_what"' in page
    for typed in ("in May", "Kulob", "my brother", "a letter", "yard.jpg"):
        assert typed in page
    assert 'value="careful" id="id_contact_safety_1" checked' in page.replace(" required", "")
    assert desk.spool.envelope_ids() == []

    sent = reporter.post("/en/report/", answers(kept=kept_token(response), files=[attached("two.pdf", b"two")]))
    assert sent.status_code == 200
    [report] = desk.reports()
    assert [file.name for file in report.files] == ["yard.jpg", "two.pdf"]
    assert desk.stagings() == []


def test_a_kept_file_can_be_taken_out(reporter, desk):
    files = [attached(), attached("secret.txt", b"secret")]
    response = reporter.post("/en/report/", answers(what="", files=files))
    part = [line for line in response.content.decode().splitlines() if "secret.txt" in line][0]
    part = part.split('value="')[1].split('"')[0]
    reporter.post("/en/report/", answers(kept=kept_token(response), drop=part))
    [report] = desk.reports()
    assert [file.name for file in report.files] == ["yard.jpg"]
    assert len(desk.parts("*/file-*.age")) == 1


def test_changing_the_language_keeps_what_was_typed_and_the_files(reporter, desk):
    response = reporter.post("/tg/report/", answers(what="Нисфи шаб омаданд", switch="1", files=[attached()]))
    page = response.content.decode()
    assert response.status_code == 200
    assert 'lang="tg"' in page
    assert "Нисфи шаб омаданд" in page
    assert "yard.jpg" in page
    assert 'role="alert"' not in page
    assert desk.spool.envelope_ids() == []


def test_kept_files_of_an_older_key_must_be_added_again(reporter, desk):
    response = reporter.post("/en/report/", answers(what="", files=[attached()]))
    desk.intake = age.new_identity()
    desk.publish()
    again = reporter.post("/en/report/", answers(kept=kept_token(response)))
    assert again.status_code == 422
    assert "no longer here" in text_of(again)
    assert "They came at night." in text_of(again)
    assert desk.stagings() == []


def test_a_forged_token_takes_nothing_from_another_reporter(reporter, desk):
    reporter.post("/en/report/", answers(what="", files=[attached()]))
    [staging] = desk.stagings()
    token = staging.name.removeprefix(".staging-")
    response = reporter.post("/en/report/", answers(kept=f"{token}:AAAA:forged"))
    assert response.status_code == 422
    assert len(desk.parts(".staging-*/file-*.age")) == 1


def test_a_report_that_arrived_in_part_is_not_sent(reporter, desk):
    typed = answers(files=[attached()])
    del typed["complete"]
    response = reporter.post("/en/report/", typed)
    assert "Only a part of your report has arrived" in text_of(response)
    assert desk.spool.envelope_ids() == []


def test_a_lost_cookie_loses_no_words(desk):
    stranger = Client(enforce_csrf_checks=True)
    response = stranger.post("/en/report/", answers(files=[attached()]))
    assert response.status_code == 403
    assert "Nothing was sent yet" in text_of(response)
    assert "They came at night." in text_of(response)
    assert "yard.jpg" in text_of(response)
    assert desk.spool.envelope_ids() == []


def test_a_full_disk_is_told_and_nothing_is_lost(reporter, desk):
    # a file where the folder should be: nothing can be stored, not even by root
    (desk.spool.root / "in").write_text("")
    response = reporter.post("/en/report/", answers(files=[attached()]))
    assert "could not be stored here just now" in text_of(response)
    assert "They came at night." in text_of(response)
    response = reporter.post("/en/report/", answers())
    assert response.status_code == 503
    assert "was not sent" in text_of(response)
    assert "They came at night." in text_of(response)


def test_stagings_left_behind_are_swept(reporter, desk):
    reporter.post("/en/report/", answers(what="", files=[attached()]))
    [staging] = desk.stagings()
    os.utime(staging, (0, 0))
    sweepings._recent.clear()
    reporter.get("/en/report/")
    assert desk.stagings() == []
