import pytest

from guvoh.frontdoor import attachments, uploads
from guvoh.frontdoor.forms import STORY_LETTERS
from tests.frontdoor.walk import answers, attached, kept_token, text_of


def test_a_file_over_the_limit_is_refused_by_name_and_the_rest_is_kept(reporter, desk):
    large = attached("long-video.mp4", b"v" * (uploads.MAX_FILE_BYTES + 1))
    response = reporter.post("/en/report/", answers(files=[large, attached()]))
    assert response.status_code == 422
    assert "“long-video.mp4” is too large: one file can have at most 50 MB." in text_of(response)
    assert "They came at night." in text_of(response)
    [part] = desk.parts(".staging-*/file-*.age")
    assert part.stat().st_size < 6000


def test_an_eleventh_file_is_refused_by_name(reporter, desk):
    response = reporter.post("/en/report/", answers(files=[attached(f"{n}.jpg") for n in range(1, 12)]))
    assert "“11.jpg” was left out: one report can carry at most 10 files." in text_of(response)
    assert len(desk.parts(".staging-*/file-*.age")) == 10


def test_files_of_several_tries_count_together(reporter, desk):
    first = reporter.post("/en/report/", answers(what="", files=[attached(f"{n}.jpg") for n in range(8)]))
    files = [attached("ninth.jpg"), attached("tenth.jpg"), attached("eleventh.jpg")]
    response = reporter.post("/en/report/", answers(kept=kept_token(first), files=files))
    assert "“eleventh.jpg” was left out" in text_of(response)
    assert len(desk.parts(".staging-*/file-*.age")) == 10
    assert len(desk.stagings()) == 1


@pytest.mark.parametrize("tries", [1, 2])
def test_all_files_together_have_a_limit(reporter, desk, monkeypatch, tries):
    for module in (uploads, attachments):
        monkeypatch.setattr(module, "MAX_TOTAL_BYTES", 1000)
    kept, files = "", [attached("a.jpg", b"a" * 600), attached("b.jpg", b"b" * 600)]
    if tries == 2:
        kept = kept_token(reporter.post("/en/report/", answers(what="", files=files.pop(0))))
    response = reporter.post("/en/report/", answers(kept=kept, files=files))
    assert "“b.jpg” was left out: all files together can have at most 200 MB." in text_of(response)
    assert len(desk.parts(".staging-*/file-*.age")) == 1


def test_many_files_lose_no_words(reporter, desk):
    response = reporter.post("/en/report/", answers(files=[attached(f"{n}.jpg") for n in range(150)]))
    assert response.status_code == 422
    assert "They came at night." in text_of(response)


def test_a_story_over_the_limit_is_kept_and_counted(reporter, desk):
    response = reporter.post("/en/report/", answers(what="ҷ" * (STORY_LETTERS + 1)))
    assert response.status_code == 422
    assert "at most 50000 letters. Now there are 50001." in text_of(response)
    assert "ҷ" * (STORY_LETTERS + 1) in text_of(response)


def test_a_body_beyond_reading_is_answered_in_words(reporter, desk):
    response = reporter.post("/ru/report/", answers(what="x" * 3_000_000))
    assert response.status_code == 413
    assert "Текст оказался слишком длинным" in text_of(response)


@pytest.mark.parametrize("address", ["/en/receipt/", "/en/", "/"])
def test_files_are_taken_nowhere_but_on_the_report_form(reporter, desk, address):
    reporter.post(address, {"code": "1", "files": attached()})
    assert not (desk.spool.root / "in").exists()


def test_a_file_field_of_another_name_is_not_taken(reporter, desk):
    reporter.post("/en/report/", answers(what="", other=attached()))
    assert desk.stagings() == []
