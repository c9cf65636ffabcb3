from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.casework.access import case_for
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.access import stories_for, story_for, writes_stories
from guvoh.desk.newsroom.forms import StoryForm
from guvoh.desk.newsroom.models import Story, StoryText
from guvoh.desk.newsroom.presenting import must_consent
from guvoh.desk.newsroom.vocabulary import Language
from guvoh.desk.staff.access import require

PER_PAGE = 40


def stories(request: HttpRequest) -> HttpResponse:
    page = Paginator(stories_for(request.user), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(story, _by_language(story)) for story in page]
    context = {"page": page, "rows": rows, "languages": Language.choices, "writes": writes_stories(request.user)}
    return render(request, "newsroom/stories.html", context)


def _by_language(story: Story) -> list[tuple[str, StoryText | None, str]]:
    texts = {text.language: text for text in story.texts.all()}
    return [(label, texts.get(language), language) for language, label in Language.choices]


def start(request: HttpRequest) -> HttpResponse:
    require(writes_stories, request.user)
    code = request.GET.get("case", "")
    opened = case_for(request.user, code) if code else None
    form = StoryForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        story = actions.start_story(
            words["kind"], words["working_title"], by=request.user, case=opened.case if opened else None
        )
        return redirect("newsroom:edit", story.public_id, words["language"])
    return render(request, "newsroom/start.html", {"form": form, "case": opened.case if opened else None})


def story(request: HttpRequest, public_id: str) -> HttpResponse:
    opened = story_for(request.user, public_id)
    return render(
        request,
        "newsroom/story.html",
        {
            "opened": opened,
            "story": opened.story,
            "cells": _by_language(opened.story),
            "releases": opened.releases(),
            "pictures": opened.pictures(),
            "people": must_consent(opened),
        },
    )


@require_POST
def issue_catalogue(request: HttpRequest) -> HttpResponse:
    require(writes_stories, request.user)
    try:
        issue = actions.publish_catalogue(by=request.user)
    except OSError:
        messages.error(
            request, _("The press folder cannot be written. Look whether the disk is full or the folder gone.")
        )
    else:
        messages.success(request, _("Catalogue %(number)d is in the press folder.") % {"number": issue.pk})
    return redirect("newsroom:stories")
