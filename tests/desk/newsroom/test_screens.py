"""The newsroom's pages, as a browser without JavaScript sends them."""

import html

import pytest
from django.urls import reverse

from guvoh.desk.facts.actions import add_actor
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.access import OpenStory
from guvoh.desk.newsroom.guarding import look_at
from guvoh.desk.newsroom.models import Story, StoryText
from guvoh.desk.newsroom.presenting import mark_rows, marked_parts
from guvoh.desk.newsroom.vocabulary import Decision, State
from guvoh.desk.staff.models import Entry, Hotline
from tests.desk.newsroom.conftest import CLEAN
from tests.desk.newsroom.test_pictures import photograph

NAMED = "Вчера Рустам Саидов вернулся домой."


def edit(story: Story) -> str:
    return reverse("newsroom:edit", args=[story.public_id, "ru"])


def words(page) -> str:
    return html.unescape(page.content.decode())


def test_a_story_is_started_from_its_case(case, story, cast, sign_in):
    page = sign_in(cast.editor).post(
        f"{reverse('newsroom:start')}?case={case.code}",
        {"working_title": "Second", "kind": "news", "language": "tg"},
    )
    begun = Story.objects.get(working_title="Second")
    assert begun.case == case
    assert page.url == reverse("newsroom:edit", args=[begun.public_id, "tg"])


def test_saving_shows_the_marks_with_the_person_by_pseudonym(story, client_of_case, cast, sign_in):
    browser = sign_in(cast.editor)
    page = browser.post(edit(story), CLEAN | {"body": NAMED, "slug": "", "based_on": 0}, follow=True)
    assert "1 must go" in words(page)
    assert client_of_case.pseudonym in words(page)
    assert StoryText.objects.get().slug == "telefon-vozvrashchyon"


def test_a_mark_is_replaced_by_its_button_and_what_was_typed_is_saved_first(newsroom, story, cast, sign_in):
    text = newsroom.write(story, body=NAMED)
    mark = look_at(text).must_go[0].fingerprint
    form = CLEAN | {"title": "Новый заголовок", "body": NAMED, "based_on": 1, "do": f"role:{mark}"}
    sign_in(cast.editor).post(edit(story), form)
    text.refresh_from_db()
    assert (text.title, text.body) == ("Новый заголовок", "Вчера клиент вернулся домой.")


def test_another_person_without_a_reason_keeps_the_text_and_says_what_is_missing(newsroom, story, cast, sign_in):
    text = newsroom.write(story, body=NAMED)
    mark = look_at(text).must_go[0].fingerprint
    form = CLEAN | {"lead": "Новое начало.", "body": NAMED, "based_on": 1, "do": f"another_person:{mark}"}
    page = sign_in(cast.editor).post(edit(story), form)
    assert "Say how you know that this is another person." in words(page)
    text.refresh_from_db()
    assert text.lead == "Новое начало."


def test_another_person_with_a_reason_is_shown_to_the_second_reader(newsroom, story, cast, sign_in):
    text = newsroom.write(story, body=NAMED)
    mark = look_at(text).must_go[0].fingerprint
    form = CLEAN | {
        "body": NAMED,
        "based_on": 1,
        "do": f"another_person:{mark}",
        f"reason-{mark}": "A poet who died in 1941.",
    }
    browser = sign_in(cast.editor)
    browser.post(edit(story), form)
    browser.post(edit(story), CLEAN | {"body": NAMED, "based_on": 1, "do": "send"})
    page = sign_in(cast.second_editor).get(reverse("newsroom:review", args=[story.public_id, "ru"]))
    assert "A poet who died in 1941." in words(page)
    assert str(Decision.ANOTHER_PERSON.label) in words(page)


def test_a_second_reader_may_say_that_it_is_another_person(newsroom, story, cast, sign_in):
    text = newsroom.write(story, body=NAMED)
    StoryText.objects.update(state=State.REVIEW)
    mark = look_at(text).must_go[0].fingerprint
    clear = reverse("newsroom:clear", args=[story.public_id, "ru"])
    reader = sign_in(cast.second_editor)
    page = reader.post(clear, {"do": f"another_person:{mark}"}, follow=True)
    assert "Say how you know that this is another person." in words(page)
    reader.post(clear, {"do": f"role:{mark}"})
    reader.post(clear, {"do": f"another_person:{mark}", f"reason-{mark}": "I know the client: it is not he."})
    assert look_at(text).is_clear
    assert StoryText.objects.get().state == State.REVIEW


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "A text needs a title."),
        ({"slug": "Рустам"}, "Use small Latin letters"),
        ({"body": "Обрыв\x0bстроки."}, "a character that no page can show"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(story, cast, sign_in, typed, sentence):
    form = CLEAN | {"lead": "Что я написала.", "based_on": 0} | typed
    page = sign_in(cast.editor).post(edit(story), form)
    assert sentence in words(page)
    assert "Что я написала." in words(page)
    assert not StoryText.objects.exists()


def test_a_colleagues_newer_text_is_announced_and_mine_is_kept(newsroom, story, cast, sign_in):
    newsroom.write(story)
    newsroom.write(story, by=cast.second_editor, body="Её слова.")
    page = sign_in(cast.editor).post(edit(story), CLEAN | {"body": "Мои слова.", "based_on": 1})
    assert "Second Editor saved this text meanwhile" in words(page)
    assert "Мои слова." in words(page)
    assert StoryText.objects.get().body == "Её слова."


def test_an_address_in_use_is_refused_beside_its_field(newsroom, story, cast, sign_in):
    newsroom.write(story)
    guide = actions.start_story("guide", "Guide", by=cast.editor)
    page = sign_in(cast.editor).post(edit(guide), CLEAN | {"based_on": 0})
    assert "Another story has this address already." in words(page)


def test_the_whole_way_through_the_pages(story, anonymised, newsroom, cast, sign_in):
    writer, reader = sign_in(cast.editor), sign_in(cast.second_editor)
    page = writer.post(edit(story), CLEAN | {"based_on": 0, "do": "send"}, follow=True)
    assert "Somebody else has to approve it" in words(page)
    review = reverse("newsroom:review", args=[story.public_id, "ru"])
    seen = reader.get(review).context["seen"]
    reader.post(reverse("newsroom:approve", args=[story.public_id, "ru"]), {"seen": seen})
    with newsroom.capture(execute=True):
        writer.post(reverse("newsroom:release", args=[story.public_id, "ru"]))
    assert [each.slug for each in newsroom.public] == ["phone-returned"]
    row = StoryText.objects.get().standing_release
    withdraw = reverse("newsroom:withdraw", args=[story.public_id, row.public_id])
    page = writer.post(withdraw, {"reason": ""}, follow=True)
    assert "Say why the story is withdrawn." in words(page)
    with newsroom.capture(execute=True):
        writer.post(withdraw, {"reason": "The family asks for it."})
    assert newsroom.public == []


def test_the_review_shows_what_changed_since_the_last_approval(newsroom, story, anonymised, cast, sign_in):
    newsroom.approve(newsroom.review(story))
    newsroom.review(story, body="Клиенту **вернули** телефон через пять дней.")
    page = sign_in(cast.second_editor).get(reverse("newsroom:review", args=[story.public_id, "ru"]))
    assert "<del>три</del><ins>пять</ins>" in words(page)


def test_markdown_cannot_carry_a_script_a_picture_or_a_frame_into_the_preview(newsroom, story, cast, sign_in):
    newsroom.write(story, body="<script>x</script> ![a](http://b.test/c.png) [d](javascript:e) **жирно**")
    page = sign_in(cast.editor).get(reverse("newsroom:preview", args=[story.public_id, "ru"])).content.decode()
    article = page[page.index("<article") : page.index("</article")]
    assert "<strong>жирно</strong>" in article
    assert "<script" not in article
    assert "<img" not in article
    assert 'href="javascript' not in article


def test_a_picture_is_uploaded_and_shown(story, cast, sign_in, tmp_path):
    upload = tmp_path / "Rustam Saidov.jpg"
    upload.write_bytes(photograph())
    browser = sign_in(cast.editor)
    with upload.open("rb") as file:
        browser.post(reverse("newsroom:add_picture", args=[story.public_id]), {"picture": file, "alt_ru": "Окно"})
    picture = story.pictures.get()
    shown = browser.get(reverse("newsroom:picture", args=[story.public_id, picture.pk]))
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8"
    assert "Saidov" not in words(browser.get(reverse("newsroom:story", args=[story.public_id])))


def test_a_file_that_is_no_picture_keeps_the_description(story, cast, sign_in, tmp_path):
    upload = tmp_path / "a.jpg"
    upload.write_bytes(b"not a picture")
    with upload.open("rb") as file:
        page = sign_in(cast.editor).post(
            reverse("newsroom:add_picture", args=[story.public_id]), {"picture": file, "alt_ru": "Окно"}
        )
    assert "not a JPEG, PNG or WebP picture" in words(page)
    assert "Окно" in words(page)


def test_a_press_folder_that_is_away_loses_nothing(transactional_db, newsroom, story, anonymised, cast, sign_in):
    newsroom.approve(newsroom.review(story))
    newsroom.spool.root.write_text("no folder")
    browser = sign_in(cast.editor)
    page = browser.post(reverse("newsroom:release", args=[story.public_id, "ru"]), follow=True)
    assert "the press folder cannot be written" in words(page)
    assert StoryText.objects.get().state == State.RELEASED
    newsroom.spool.root.unlink()
    browser.post(reverse("newsroom:issue_catalogue"))
    assert len(newsroom.public) == 1


def test_a_hotline_number_that_nobody_can_dial_is_said_and_not_released(newsroom, cast, sign_in):
    page = actions.start_story("hotlines", "Numbers", by=cast.editor)
    newsroom.review(page)
    Hotline.objects.create(organisation=cast.ours, region="DU", number="ask Rustam")
    shown = sign_in(cast.second_editor).get(reverse("newsroom:review", args=[page.public_id, "ru"]))
    assert "a number nobody can dial" in words(shown)
    sign_in(cast.second_editor).post(reverse("newsroom:approve", args=[page.public_id, "ru"]), {"seen": ""})
    assert StoryText.objects.get().state == State.REVIEW


def test_marks_that_overlap_cut_the_text_without_losing_a_letter(newsroom, story, cast):
    add_actor([{"script": "ru", "surname": "Саидов", "given": "Рустам"}], by=cast.officer, gender="m")
    text = newsroom.write(story, body=f"{NAMED} Саидова ждали.")
    look = look_at(text)
    opened = OpenStory(story, cast.editor, None)
    (part,) = [part for part in marked_parts(look, mark_rows(look, opened)) if part.label == "Text"]
    assert "".join(run.words for run in part.segments) == text.body
    assert any(len(run.rows) > 1 for run in part.segments)


def test_the_list_asks_the_same_number_of_questions_for_one_story_and_for_many(
    newsroom, cast, sign_in, django_assert_num_queries
):
    browser = sign_in(cast.editor)

    def write(number: int) -> None:
        guide = actions.start_story("guide", f"Guide {number}", by=cast.editor)
        text = newsroom.approve(newsroom.review(guide, slug=f"guide-{number}"))
        newsroom.release(text)

    write(1)
    browser.get(reverse("newsroom:stories"))
    with django_assert_num_queries(10):
        browser.get(reverse("newsroom:stories"))
    for number in range(2, 6):
        write(number)
    with django_assert_num_queries(10):
        page = browser.get(reverse("newsroom:stories"))
    assert words(page).count("Guide ") == 5


def test_every_act_is_in_the_record(newsroom, story, anonymised, client_of_case, cast):
    picture = actions.add_picture(story, photograph(), {"ru": "Окно"}, by=cast.editor)
    actions.describe_picture(picture, {"ru": "Окно дома"}, by=cast.editor)
    text = newsroom.write(story, body=f"{NAMED} Рустам Саидов молчит. Рустам Саидов ждёт.")
    first = look_at(text).must_go[0].fingerprint
    text = actions.replace_mark(text, first, "role", by=cast.editor)
    second = look_at(text).must_go[0].fingerprint
    actions.clear_mark(text, second, Decision.ANOTHER_PERSON, by=cast.editor, reason="The poet.")
    text = actions.replace_all_marks(text, client_of_case.pseudonym, "role", by=cast.editor)
    actions.remove_picture(picture, by=cast.editor)
    text = newsroom.review(story)
    actions.send_back(text, by=cast.second_editor, reason="Shorter.")
    actions.send_to_review(text, by=cast.editor)
    newsroom.withdraw(newsroom.release(newsroom.approve(text)))
    acts = set(Entry.objects.values_list("act", flat=True))
    assert {
        "story.started",
        "story.text_saved",
        "story.picture_added",
        "story.picture_described",
        "story.picture_removed",
        "story.mark_replaced",
        "story.marks_replaced",
        "story.mark_cleared",
        "story.sent_to_review",
        "story.sent_back",
        "story.approved",
        "story.released",
        "story.withdrawn",
        "catalogue.issued",
    } <= acts
    assert text.story.case.code in set(Entry.objects.filter(act="story.approved").values_list("case", flat=True))
    text.refresh_from_db()
    assert text.state == State.WITHDRAWN
