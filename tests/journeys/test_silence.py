"""Silence in a real browser: the term runs over, and the next step lies ready on the lawyer's desk."""

import pytest
from playwright.sync_api import expect

from tests.journeys import silence
from tests.journeys.screens import send


@pytest.mark.browser
def test_a_letter_that_nobody_answers_becomes_a_task_with_the_next_letter_drafted(window, place):
    lawyer, desk = window("lola"), place.addresses["desk"]
    code = silence.open_case(lawyer, place)
    letter, number = silence.file_letter(lawyer, code)
    silence.register_delivery(lawyer, letter)

    tasks = silence.tasks_about(lawyer, place, number)
    expect(tasks).to_have_count(1)
    expect(tasks).to_contain_text(code)
    lawyer.goto(f"{desk}/letters/?state=overdue")
    expect(lawyer.locator(f"main a[href='{letter.removeprefix(desk)}']")).to_be_visible()

    send(lawyer, silence.tasks_about(lawyer, place, number).locator("a").first)
    assert lawyer.url == f"{desk}/cases/{code}/"
    lawyer.goto(letter)
    send(lawyer, lawyer.locator("a.btn-primary[href^='/letters/']").first)
    drafted = lawyer.url
    assert drafted != letter
    expect(lawyer.locator("main form[action$='/final/']")).to_have_count(1)
    expect(lawyer.locator("main form[action$='/discard/']")).to_have_count(1)
    expect(lawyer.locator("main a[href$='/delivery/']")).to_have_count(0)
    text = lawyer.locator(".reading")
    expect(text).to_contain_text(silence.ASKED)
    expect(text.locator("table")).to_contain_text(silence.NOT_ANSWERED)

    expect(silence.tasks_about(lawyer, place, number)).to_have_count(1)
    lawyer.goto(letter)
    expect(lawyer.locator(f"main a.btn-primary[href='{drafted.removeprefix(desk)}']")).to_be_visible()
