"""The guard's marks: where they are found, how they are resolved, and when a resolution ends."""

import re

import pytest
from django.core.exceptions import ValidationError

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.vocabulary import CaseRole, Identification
from guvoh.desk.facts.actions import add_actor
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.guarding import look_at
from guvoh.desk.newsroom.models import Clearance
from guvoh.desk.newsroom.vocabulary import Decision, State
from guvoh.desk.staff.models import Entry, Hotline
from tests.desk.newsroom.conftest import consent

NAMED = "Вчера Рустам Саидов вернулся домой и поблагодарил всех."


def only_mark(text):
    (finding,) = look_at(text).findings
    return finding


def test_another_person_needs_a_reason(newsroom, story, cast):
    text = newsroom.write(story, body=NAMED)
    with pytest.raises(ValidationError, match="Say how you know"):
        actions.clear_mark(text, only_mark(text).fingerprint, Decision.ANOTHER_PERSON, by=cast.editor)


def test_a_cleared_mark_stays_cleared_when_other_places_change(newsroom, story, cast):
    text = newsroom.write(story, body=NAMED)
    actions.clear_mark(
        text,
        only_mark(text).fingerprint,
        Decision.ANOTHER_PERSON,
        by=cast.editor,
        reason="The poet, died in 1941.",
    )
    text = newsroom.write(story, body=f"{NAMED}\n\nСоседи молчат.")
    assert only_mark(text).state == Decision.ANOTHER_PERSON
    assert look_at(text).is_clear


def test_a_cleared_mark_opens_again_when_the_words_around_it_change(newsroom, story, cast):
    text = newsroom.write(story, body=NAMED)
    actions.clear_mark(
        text, only_mark(text).fingerprint, Decision.ANOTHER_PERSON, by=cast.editor, reason="The poet."
    )
    text = newsroom.write(story, body="Клиент Рустам Саидов подал жалобу.")
    assert only_mark(text).is_open


def test_a_second_mention_is_not_cleared_by_the_first(newsroom, story, cast):
    text = newsroom.write(story, body=f"{NAMED} {'Слова между ними. ' * 4} Потом Рустам Саидов подал жалобу.")
    first, second = look_at(text).findings
    actions.clear_mark(text, first.fingerprint, Decision.ANOTHER_PERSON, by=cast.editor, reason="The poet.")
    assert [finding.is_open for finding in look_at(text).findings] == [False, True]
    assert second.fingerprint != first.fingerprint


def test_a_mark_that_is_gone_cannot_be_resolved(newsroom, story, cast):
    text = newsroom.write(story, body=NAMED)
    mark = only_mark(text).fingerprint
    text = newsroom.write(story, body="Никого.")
    with pytest.raises(ValidationError, match="has changed"):
        actions.replace_mark(text, mark, "role", by=cast.editor)


def test_a_name_in_the_body_makes_a_surname_in_the_title_block(newsroom, cast):
    stranger = add_actor([{"script": "ru", "surname": "Азимов", "given": "Карим"}], by=cast.officer)
    guide = actions.start_story("guide", "Thanks", by=cast.editor)
    text = newsroom.write(guide, title="Возвращение Азимова", slug="thanks", body="Карим Азимов вернулся.")
    marks = {finding.part: finding.state for finding in look_at(text).findings}
    assert marks == {"title": "block", "body": "block"}
    assert {finding.mark.person for finding in look_at(text).findings} == {stranger.pseudonym}


def test_replacing_all_of_a_person_cleans_title_lead_text_and_address(newsroom, story, client_of_case, cast):
    text = newsroom.write(
        story,
        title="Рустам Саидов дома",
        lead="Рустаму Саидову вернули телефон.",
        body="Телефон Рустама Саидова: +992 93 555 01 23.",
        slug="rustam-saidov-doma",
    )
    text = actions.replace_all_marks(text, client_of_case.pseudonym, "role", by=cast.editor)
    assert look_at(text).is_clear
    assert (text.title, text.lead) == ("Клиент дома", "Клиенту вернули телефон.")
    assert "saidov" not in text.slug
    assert text.state == State.DRAFT


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("ru", "Рустама Саидова задержали. Р. Саидову грозит суд. Рустамом Каримовичем гордятся. #РустамСаидов"),
        ("tg", "Рустами Саидовро боздошт карданд. Саидовҳо хомӯшанд. Рустамҷон баргашт."),
        ("en", "Rustam Saidov's phone was seized. Saidov R. went home. Write to saidov-rustam."),
    ],
)
@pytest.mark.parametrize("how", ["role", "initials"])
def test_after_replacing_all_nothing_is_left(newsroom, story, case, client_of_case, cast, language, body, how):
    consent(case, client_of_case, Identification.INITIALS, cast.officer)
    text = newsroom.write(story, language, body=body)
    assert not look_at(text).is_clear
    text = actions.replace_all_marks(text, client_of_case.pseudonym, how, by=cast.editor)
    assert look_at(text).is_clear
    assert not {"саидов", "рустам", "saidov", "rustam"} & set(re.findall(r"[^\W\d_]+", text.body.lower()))


def test_consent_given_in_another_case_is_used_only_by_those_who_may_see_that_case(newsroom, story, cast):
    other = casework.open_case("Another matter", by=cast.officer)
    witness = casework.add_person(
        other, CaseRole.WITNESS, [{"script": "ru", "surname": "Назарова", "given": "Шарифа"}], by=cast.officer
    ).actor
    consent(other, witness, Identification.FULL_NAME, cast.officer)
    text = newsroom.write(story, body="Шарифа Назарова говорит открыто.")
    mark = only_mark(text).fingerprint
    with pytest.raises(ValidationError, match="no consent in force"):
        actions.clear_mark(text, mark, Decision.CONSENTED, by=cast.editor)
    casework.add_to_team(other, cast.editor, by=cast.officer)
    row = actions.clear_mark(text, mark, Decision.CONSENTED, by=cast.editor)
    assert look_at(text).is_clear
    casework.withdraw_consent(row.consent, by=cast.officer, reason="Afraid.")
    assert not look_at(text).is_clear


def test_what_was_replaced_is_kept_for_the_second_reader_without_the_name(newsroom, story, client_of_case, cast):
    text = newsroom.write(story, body=NAMED)
    actions.replace_all_marks(text, client_of_case.pseudonym, "role", by=cast.editor)
    row = Clearance.objects.get(text=text)
    assert (row.decision, row.wrote, row.by) == (Decision.ROLE, "клиент", cast.editor)
    kept = [str(value) for value in Clearance.objects.values_list().get(pk=row.pk)]
    recorded = [f"{entry.subject} {entry.detail}" for entry in Entry.objects.filter(act__startswith="story")]
    assert not any("Саидов" in words for words in kept + recorded)


def test_somebody_registered_after_the_approval_stops_the_release(newsroom, story, anonymised, cast):
    text = newsroom.approve(newsroom.review(story, body="Шарифа Назарова видела это."))
    add_actor([{"script": "ru", "surname": "Назарова", "given": "Шарифа"}], by=cast.officer, gender="f")
    with pytest.raises(ValidationError, match="nobody has resolved"):
        actions.release(text, by=cast.editor)
    text.refresh_from_db()
    assert text.state == State.APPROVED
    assert not newsroom.spool.root.exists()


def test_hotline_numbers_are_part_of_what_is_approved(newsroom, cast):
    Hotline.objects.create(organisation=cast.ours, region="DU", number="+992 44 600 11 22")
    page = actions.start_story("hotlines", "Numbers", by=cast.editor)
    text = newsroom.approve(newsroom.review(page, body=""))
    Hotline.objects.update(number="+992 44 600 99 99")
    with pytest.raises(ValidationError, match="not been approved"):
        actions.release(text, by=cast.editor)
    Hotline.objects.update(number="+992 44 600 11 22")
    newsroom.release(text)
    assert [line.number for line in newsroom.public[0].numbers] == ["+992 44 600 11 22"]


def test_a_second_page_under_the_same_address_is_refused(newsroom, cast):
    for title in ("Numbers", "More numbers"):
        page = actions.start_story("hotlines", title, by=cast.editor)
        text = newsroom.approve(newsroom.review(page, slug=title.lower().replace(" ", "-")))
        if title == "Numbers":
            newsroom.release(text)
    with pytest.raises(ValidationError, match="under this address"):
        actions.release(text, by=cast.editor)
