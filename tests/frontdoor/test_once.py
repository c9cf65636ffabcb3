"""A second click sends nothing a second time, and shows the receipt that belongs to what was sent."""

import threading

from django.test import Client

from tests.frontdoor.walk import answers, attached, kept_token, once_token, receipt_code


def test_a_form_sent_twice_is_one_report_with_one_receipt(reporter, desk):
    token = once_token(reporter.get("/en/report/"))
    codes = {receipt_code(reporter.post("/en/report/", answers(once=token, files=[attached()]))) for _ in range(2)}
    assert len(codes) == 1
    assert codes != {""}
    assert len(desk.reports()) == 1
    assert desk.stagings() == []


def test_clicks_side_by_side_are_one_report(desk):
    token = once_token(Client().get("/en/report/"))
    codes = []

    def click() -> None:
        codes.append(receipt_code(Client().post("/en/report/", answers(once=token))))

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert len(codes) == 4
    assert len(set(codes)) == 1
    assert len(desk.reports()) == 1


def test_a_second_click_with_files_kept_from_before_shows_the_receipt_too(reporter, desk):
    corrected = reporter.post("/en/report/", answers(what="", files=[attached(), attached("b.jpg")]))
    typed = answers(once=once_token(corrected), kept=kept_token(corrected))
    first, second = (reporter.post("/en/report/", typed | {"files": attached("c.jpg")}) for _ in range(2))
    assert receipt_code(first)
    assert receipt_code(first) == receipt_code(second)
    [report] = desk.reports()
    assert [file.name for file in report.files] == ["yard.jpg", "b.jpg", "c.jpg"]
    assert desk.stagings() == []


def test_changed_words_are_a_report_of_their_own(reporter, desk):
    token = once_token(reporter.get("/en/report/"))
    sent = [answers(once=token), answers(once=token, what="And one thing more.")]
    sent += [answers(once=token, files=[attached(content=content)]) for content in (b"one", b"two")]
    codes = {receipt_code(reporter.post("/en/report/", typed)) for typed in sent}
    assert len(codes) == 4
    assert len(desk.reports()) == 4


def test_once_the_desk_has_fetched_it_a_second_click_still_sends_nothing(reporter, desk):
    token = once_token(reporter.get("/en/report/"))
    code = receipt_code(reporter.post("/en/report/", answers(once=token)))
    desk.spool.remove(desk.spool.envelope_ids()[0])
    assert receipt_code(reporter.post("/en/report/", answers(once=token))) == code
    assert desk.spool.envelope_ids() == []


def test_a_forged_or_absent_token_makes_a_new_report_each_time(reporter, desk):
    for token in ("", "forged", "a:b:c"):
        assert receipt_code(reporter.post("/en/report/", answers(once=token)))
        assert receipt_code(reporter.post("/en/report/", answers(once=token)))
    assert len(desk.reports()) == 6
