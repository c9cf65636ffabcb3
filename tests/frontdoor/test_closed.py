import pytest

from guvoh.instruments.seal import age
from tests.frontdoor.walk import LANGUAGES, answers, attached, text_of


def expired(desk):
    desk.publish(days=-1)


def badly_signed(desk):
    desk.publish(seed=b"x" * 32)


def absent(desk):
    (desk.spool.root / "notice.json").unlink()


def malformed(desk):
    (desk.spool.root / "notice.json").write_text("{}")


def changed_after_signing(desk):
    path = desk.spool.root / "notice.json"
    path.write_text(path.read_text().replace(age.recipient_of(desk.intake), age.recipient_of(age.new_identity())))


FAULTS = [expired, badly_signed, absent, malformed, changed_after_signing]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_valid_notice_no_report_is_taken(reporter, desk, fault, language):
    fault(desk)
    assert reporter.get(f"/{language}/report/").status_code == 503
    response = reporter.post(f"/{language}/report/", answers(files=[attached()]))
    assert response.status_code == 503
    for typed in ("They came at night.", "in May", "Kulob", "my brother", "a letter"):
        assert typed in text_of(response)
    assert desk.spool.envelope_ids() == []
    assert desk.stagings() == []
    assert not (desk.spool.root / "mailboxes").exists()


def test_an_expired_notice_still_names_the_hotlines(reporter, desk):
    expired(desk)
    page = reporter.get("/en/report/").content.decode()
    assert "Reports cannot be taken now" in page
    assert 'href="tel:+992987876666"' in page


@pytest.mark.parametrize("fault", [badly_signed, changed_after_signing, absent])
def test_numbers_that_the_desk_did_not_sign_are_never_shown(reporter, desk, fault):
    fault(desk)
    for page in ("", "report/", "safety/"):
        assert "tel:" not in reporter.get(f"/en/{page}").content.decode()


def test_last_valid_day_is_still_open(reporter, desk):
    desk.publish(days=1)
    assert reporter.get("/en/report/").status_code == 200
