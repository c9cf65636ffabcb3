"""A flood and a full spool: said in words, with numbers to call, and nothing typed is lost."""

import shutil
from collections import namedtuple

import pytest

from guvoh.frontdoor import actions, quota
from guvoh.frontdoor.throttle import Bucket
from tests.frontdoor.walk import answers, attached, kept_token, receipt_code, text_of

Usage = namedtuple("Usage", "total used free")


def drain() -> None:
    while actions.sendings.admits():
        pass


def test_a_flood_is_slowed_for_all_together_and_nothing_typed_is_lost(reporter, desk):
    drain()
    refused = reporter.post("/en/report/", answers(files=[attached()]))
    assert refused.status_code == 429
    assert "Very many reports are coming in" in text_of(refused)
    assert "They came at night." in text_of(refused)
    assert 'href="tel:+992987876666"' in refused.content.decode()
    actions.sendings.refill()
    assert receipt_code(reporter.post("/en/report/", answers(kept=kept_token(refused))))
    assert [file.name for file in desk.reports()[0].files] == ["yard.jpg"]


def test_forms_that_are_not_sent_take_nothing_from_the_others(reporter, desk):
    for _ in range(actions.REPORTS_AT_ONCE + 5):
        assert reporter.post("/en/report/", answers(what="")).status_code == 422
    assert reporter.post("/en/report/", answers()).status_code == 200


def test_the_bucket_fills_again_minute_by_minute():
    bucket = Bucket(burst=3, a_minute=2)
    assert [bucket.admits() for _ in range(4)] == [True, True, True, False]
    bucket._at -= 31
    assert [bucket.admits() for _ in range(2)] == [True, False]
    bucket._at -= 3600
    assert [bucket.admits() for _ in range(4)] == [True, True, True, False]


@pytest.mark.parametrize("limit", ["MAX_WAITING", "MAX_BYTES"])
def test_a_full_spool_takes_nothing_more_and_says_so(reporter, desk, monkeypatch, limit):
    assert reporter.post("/en/report/", answers()).status_code == 200
    monkeypatch.setattr(quota, limit, 1)
    quota.quota.forget()
    refused = reporter.post("/en/report/", answers())
    assert refused.status_code == 503
    assert "could not be stored here just now" in text_of(refused)
    assert "They came at night." in text_of(refused)
    assert 'href="tel:+992987876666"' in refused.content.decode()
    assert len(desk.reports()) == 1


def test_a_disk_without_room_takes_no_file_and_no_report(reporter, desk, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**12, 10**12, quota.FREE_BYTES - 1))
    refused = reporter.post("/en/report/", answers(files=[attached()]))
    assert refused.status_code == 422
    assert "“yard.jpg” could not be stored here" in text_of(refused)
    assert reporter.post("/en/report/", answers()).status_code == 503
    assert desk.stagings() == []
    assert desk.spool.envelope_ids() == []


@pytest.mark.parametrize("limit", ["MAX_UNSENT", "MAX_UNSENT_BYTES"])
def test_forms_left_lying_with_files_close_the_door_for_files_alone(reporter, desk, monkeypatch, limit):
    assert kept_token(reporter.post("/en/report/", answers(what="", files=[attached()])))
    monkeypatch.setattr(quota, limit, 1)
    quota.quota.forget()
    refused = reporter.post("/en/report/", answers(files=[attached()]))
    assert "“yard.jpg” could not be stored here" in text_of(refused)
    assert receipt_code(reporter.post("/en/report/", answers()))
    assert len(desk.reports()) == 1


def test_what_was_left_lying_counts_for_nothing_among_what_waits(reporter, desk, monkeypatch):
    for _ in range(3):
        reporter.post("/en/report/", answers(what="", files=[attached()]))
    monkeypatch.setattr(quota, "MAX_WAITING", 2)
    quota.quota.forget()
    assert receipt_code(reporter.post("/en/report/", answers()))


def test_a_files_exact_size_does_not_show_in_the_spool(reporter, desk):
    for size in (200_800, 204_321):
        reporter.post("/en/report/", answers(files=[attached(content=b"v" * size)]))
    sizes = {path.stat().st_size for path in desk.parts("*/file-*.age")}
    # the header of a sealed file has a stanza of random length
    assert max(sizes) - min(sizes) < 500
    assert sorted(file.size for report in desk.reports() for file in report.files) == [200_800, 204_321]
