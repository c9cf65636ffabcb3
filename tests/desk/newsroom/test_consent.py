"""Consent decides whether a story of a case goes out, and how much of whom it may show."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Consent
from guvoh.desk.casework.vocabulary import CaseRole, Identification
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.consenting import standing_without_consent
from guvoh.desk.newsroom.guarding import look_at
from guvoh.desk.newsroom.models import ReleaseConsent
from guvoh.desk.newsroom.panels import consents_gone
from guvoh.desk.newsroom.vocabulary import Decision
from tests.desk.newsroom.conftest import consent


def test_without_consent_to_publication_nothing_of_the_case_goes_out(newsroom, story, cast):
    text = newsroom.approve(newsroom.review(story))
    with pytest.raises(ValidationError, match="no consent to publication in force"):
        actions.release(text, by=cast.editor)


def test_consent_to_nothing_at_all_is_no_consent(newsroom, story, case, client_of_case, cast):
    consent(case, client_of_case, Identification.NONE, cast.officer)
    text = newsroom.approve(newsroom.review(story))
    with pytest.raises(ValidationError, match="no consent to publication"):
        actions.release(text, by=cast.editor)


def test_a_lapsed_consent_is_no_consent(newsroom, story, anonymised, cast):
    Consent.objects.filter(pk=anonymised.pk).update(given_on=dt.date(2025, 1, 1), expires_on=dt.date(2025, 6, 1))
    text = newsroom.approve(newsroom.review(story))
    with pytest.raises(ValidationError, match="no consent to publication"):
        actions.release(text, by=cast.editor)


def test_every_victim_is_asked_not_only_the_client(newsroom, story, case, anonymised, cast):
    casework.add_person(
        case, CaseRole.VICTIM, [{"script": "ru", "surname": "Каримова", "given": "Зебо"}], by=cast.officer
    )
    text = newsroom.approve(newsroom.review(story))
    with pytest.raises(ValidationError, match="no consent to publication"):
        actions.release(text, by=cast.editor)


def test_initials_need_a_consent_that_reaches_to_initials(newsroom, story, case, client_of_case, anonymised, cast):
    text = newsroom.write(story, body="Рустам Саидов вернулся.")
    mark = look_at(text).must_go[0].fingerprint
    with pytest.raises(ValidationError, match="has not consented to initials"):
        actions.replace_mark(text, mark, "initials", by=cast.editor)
    consent(case, client_of_case, Identification.INITIALS, cast.officer)
    text = actions.replace_mark(text, mark, "initials", by=cast.editor)
    assert text.body == "Р. С. вернулся."


def test_initials_stop_the_release_once_the_consent_is_narrower(newsroom, story, case, client_of_case, cast):
    wide = consent(case, client_of_case, Identification.INITIALS, cast.officer)
    text = newsroom.write(story, body="Рустам Саидов вернулся.")
    text = actions.replace_all_marks(text, client_of_case.pseudonym, "initials", by=cast.editor)
    actions.send_to_review(text, by=cast.editor)
    newsroom.approve(text)
    casework.withdraw_consent(wide, by=cast.officer, reason="Afraid.")
    consent(case, client_of_case, Identification.ANONYMISED, cast.officer)
    with pytest.raises(ValidationError, match="does not reach to initials"):
        actions.release(text, by=cast.editor)


def test_a_full_name_that_was_consented_to_goes_out(newsroom, story, case, client_of_case, cast):
    given = consent(case, client_of_case, Identification.FULL_NAME, cast.officer)
    text = newsroom.review(story, body="Рустам Саидов вернулся.")
    assert [finding.state for finding in look_at(text).findings] == [Decision.CONSENTED]
    row = newsroom.release(newsroom.approve(text))
    assert "Рустам Саидов" in newsroom.public[0].body
    assert ReleaseConsent.objects.get(release=row).shows == Identification.FULL_NAME
    assert ReleaseConsent.objects.get(release=row).consent == given


def test_a_first_name_is_not_a_surname(newsroom, story, case, client_of_case, cast):
    consent(case, client_of_case, Identification.FIRST_NAME, cast.officer)
    text = newsroom.write(story, body="Рустам вернулся. Рустам Саидов молчит.")
    assert [finding.state for finding in look_at(text).findings] == [Decision.CONSENTED, "block"]


def test_no_consent_to_be_named_lets_a_telephone_out(newsroom, story, case, client_of_case, cast):
    consent(case, client_of_case, Identification.FULL_NAME, cast.officer)
    text = newsroom.write(story, body="Звоните: 93 555 01 23.")
    (finding,) = look_at(text).findings
    assert finding.state == "block"
    with pytest.raises(ValidationError, match="no consent in force"):
        actions.clear_mark(text, finding.fingerprint, Decision.CONSENTED, by=cast.editor)


def test_a_withdrawn_consent_takes_the_story_out_at_the_next_catalogue(newsroom, story, anonymised, cast):
    row = newsroom.release(newsroom.approve(newsroom.review(story)))
    casework.withdraw_consent(anonymised, by=cast.officer, reason="The family was visited.")
    assert standing_without_consent() == [row]
    assert consents_gone(cast.editor)["rows"] == [row]
    assert consents_gone(cast.other_editor) is None
    newsroom.issue()
    assert newsroom.public == []


def test_a_renewed_consent_brings_it_back(newsroom, story, case, client_of_case, anonymised, cast):
    newsroom.release(newsroom.approve(newsroom.review(story)))
    casework.withdraw_consent(anonymised, by=cast.officer, reason="Doubts.")
    newsroom.issue()
    consent(case, client_of_case, Identification.ANONYMISED, cast.officer)
    newsroom.issue()
    assert len(newsroom.public) == 1


def test_a_guide_of_no_case_needs_nobodys_consent(newsroom, case, cast):
    guide = actions.start_story("guide", "How to complain", by=cast.editor)
    newsroom.release(newsroom.approve(newsroom.review(guide, body="Пишите прокурору.")))
    assert newsroom.public[0].kind == "guide"
