"""The main job in a real browser: a sealed report becomes a case with a clock, and leaves as a checked story."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.journeys import corridor


@pytest.mark.browser
def test_a_report_becomes_a_case_and_leaves_as_a_checked_publication(window, members, place, tmp_path):
    reporter = window(width=390, java_script_enabled=False)
    before = corridor.envelopes(place)
    receipt = corridor.send_report(reporter, place)
    [envelope] = corridor.envelopes(place) - before
    first_words = corridor.read_receipt(reporter, place, receipt)
    assert corridor.ANSWER not in first_words

    operator = window()
    row = members.row("mavzuna")
    corridor.sign_in(operator, place, row, members.code(row["totp_secret"]))
    code = corridor.read_and_accept(operator, envelope)
    assert corridor.ANSWER in corridor.read_receipt(reporter, place, receipt)

    officer = window("farhod")
    corridor.work_the_case(officer, place, code, members.row("lola")["full_name"])

    lawyer = window("lola", accept_downloads=True)
    letter = corridor.write_letter(lawyer, place, code)
    words = corridor.take_pdf(lawyer, letter, tmp_path)
    assert "Ҳуқуқи поймолшударо барқарор кунед" in " ".join(words.split())
    corridor.send_letter(lawyer, letter)
    lawyer.goto(place.addresses["desk"] + "/")
    expect(lawyer.locator("main .row-main", has_text=code).first).to_be_visible()

    editors = ["anora", "shahlo"]
    corridor.invite(officer, place, code, [members.row(name)["full_name"] for name in editors])
    editor, second = window("anora"), window("shahlo")
    story = corridor.write_story(editor, place, code)
    corridor.approve(second, place, story)
    corridor.release(editor, place, story)
    corridor.read_in_public(window(width=390, java_script_enabled=False), place)
    corridor.withdraw(editor, place, story)
    feed = httpx.get(f"{place.addresses['press']}/tg/feed.xml", trust_env=False).text
    assert corridor.SLUG not in feed

    coordinator = window("nigina")
    for name in ("mavzuna", "farhod", "lola", *editors):
        found = corridor.search_record(coordinator, place, f"{code} {name}")
        assert members.row(name)["full_name"] in found
