"""Who may pass which door of the newsroom. Refusal and absence look the same."""

import pytest
from django.urls import reverse

from guvoh.desk.casework import actions as casework
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.models import Story, StoryText
from guvoh.desk.newsroom.panels import waiting_for_second_reader
from guvoh.desk.newsroom.vocabulary import State
from tests.desk.newsroom.test_pictures import photograph

READ = ["story", "review", "preview", "history", "picture"]
WRITE = ["edit", "add_picture", "choose_copy", "describe_picture"]
POSTS = ["clear", "approve", "send_back", "release", "withdraw", "remove_picture", "answer_faces"]
OF_A_TEXT = {"review", "preview", "history", "edit", "clear", "approve", "send_back", "release"}
OF_A_PICTURE = {"picture", "describe_picture", "remove_picture", "answer_faces"}


@pytest.fixture
def address(newsroom, story, anonymised, cast):
    """The addresses of a released story with a picture."""
    picture = actions.add_picture(story, photograph(), {"ru": "Окно"}, by=cast.editor)
    actions.note_faces(picture, "none", by=cast.editor)
    row = newsroom.release(newsroom.approve(newsroom.review(story)))

    def of(name: str) -> str:
        arguments = {"story": [], "add_picture": [], "choose_copy": [], "withdraw": [row.public_id]}.get(name)
        if name in OF_A_TEXT:
            arguments = ["ru"]
        if name in OF_A_PICTURE:
            arguments = [picture.pk]
        return reverse(f"newsroom:{name}", args=[story.public_id, *arguments])

    return of


OUTSIDERS = ["stranger", "other_editor", "officer", "operator", "analyst", "doctor", "coordinator"]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_who_is_not_on_the_case_or_no_newsroom_member_finds_nothing(address, cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    for name in (*READ, *WRITE):
        assert browser.get(address(name)).status_code == 404, name
    for name in POSTS:
        assert browser.post(address(name), {"reason": "Because."}).status_code == 404, name
    assert StoryText.objects.get().state == State.RELEASED


def test_an_editor_on_the_team_sees_every_page(address, cast, sign_in):
    browser = sign_in(cast.second_editor)
    for name in (*READ, *WRITE):
        assert browser.get(address(name)).status_code == 200, name


def test_a_lawyer_on_the_team_reads_and_approves_but_does_not_write(address, case, cast, sign_in):
    casework.add_to_team(case, cast.lawyer, by=cast.officer)
    browser = sign_in(cast.lawyer)
    assert [browser.get(address(name)).status_code for name in READ] == [200] * 5
    assert [browser.get(address(name)).status_code for name in WRITE] == [404] * 4
    assert browser.post(address("release")).status_code == 404


def test_what_changes_something_is_never_done_by_a_link(address, cast, sign_in):
    browser = sign_in(cast.second_editor)
    for name in POSTS:
        assert browser.get(address(name)).status_code == 405, name


def test_a_story_of_a_case_is_in_no_list_of_those_who_may_not_know_the_case(address, cast, sign_in):
    browser = sign_in(cast.other_editor)
    page = browser.get(reverse("newsroom:stories"))
    assert page.status_code == 200
    assert "The telephone" not in page.content.decode()


def test_a_story_of_no_case_is_open_to_editors_of_the_whole_coalition(newsroom, cast, sign_in):
    guide = actions.start_story("guide", "How to complain", by=cast.editor)
    assert sign_in(cast.other_editor).get(reverse("newsroom:story", args=[guide.public_id])).status_code == 200


def test_a_story_cannot_be_started_from_a_case_of_others(case, cast, sign_in):
    response = sign_in(cast.other_editor).post(
        f"{reverse('newsroom:start')}?case={case.code}", {"working_title": "A", "kind": "news", "language": "tg"}
    )
    assert response.status_code == 404
    assert not Story.objects.exists()


def test_the_list_is_not_for_other_roles(cast, sign_in):
    assert sign_in(cast.operator).get(reverse("newsroom:stories")).status_code == 404
    assert sign_in(cast.operator).post(reverse("newsroom:issue_catalogue")).status_code == 404


def test_the_front_page_counts_only_texts_that_she_may_approve(newsroom, story, cast):
    text = newsroom.review(story)
    waiting = {
        member.username: list(panel["texts"]) if (panel := waiting_for_second_reader(member)) else None
        for member in (cast.editor, cast.second_editor, cast.other_editor, cast.operator)
    }
    assert waiting == {"editor": [], "second_editor": [text], "other_editor": [], "operator": None}


def test_the_case_page_tells_the_officer_of_the_story_without_a_door_to_it(story, case, cast, sign_in):
    page = sign_in(cast.officer).get(reverse("casework:case", args=[case.code])).content.decode()
    assert "The telephone" in page
    assert reverse("newsroom:story", args=[story.public_id]) not in page


def test_an_editor_without_the_identity_section_meets_pseudonyms(newsroom, story, client_of_case, cast, sign_in):
    newsroom.write(story, body="Вчера С-а-и-д-о-в Рустам вернулся.")
    page = sign_in(cast.editor).get(reverse("newsroom:edit", args=[story.public_id, "ru"])).content.decode()
    assert client_of_case.pseudonym in page
    assert "Саидов Рустам Каримович" not in page
