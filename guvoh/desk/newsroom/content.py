"""What a text would release at this moment: the one document that is hashed, looked at by the guard, frozen."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guvoh.desk.newsroom.models import StoryPicture, StoryText
from guvoh.desk.newsroom.vocabulary import Kind
from guvoh.desk.staff.models import Hotline
from guvoh.handover.release import MalformedRelease, Number, Picture, Release, content_hash

# The hash is of the content alone: identity and dates of a release come later.
NOBODY: Final = "0" * 16
UNDATED: Final = dt.date(1, 1, 1)

# A simple Latin spelling for addresses of pages; ъ and ь fall away.
_LATIN: Final = dict(zip("абвгғдезийӣклмнопрстуӯфҳэқы", "abvggdeziyiklmnoprstuufheqy", strict=True)) | {
    "ё": "yo",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ҷ": "j",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
}
SLUG_LENGTH: Final = 60


def slug_of(title: str) -> str:
    """An address made of the title's letters. Empty when it has none."""
    latin = "".join(_LATIN.get(letter, letter) for letter in title.lower())
    words = re.findall(r"[a-z0-9]+", re.sub(r"[ъь'’ʼ]", "", latin))
    while len("-".join(words)) > SLUG_LENGTH and len(words) > 1:
        words.pop()
    return "-".join(words)[:SLUG_LENGTH]


def candidate(text: StoryText) -> Release:
    """The document this text would release, still without identity and dates.

    Raises ValidationError for what could not become a public page.
    """
    try:
        return _document(text)
    except MalformedRelease as error:
        raise ValidationError(
            _("This cannot become a public page: a character that no page can show, or a number nobody can dial."),
            code="malformed",
        ) from error


def _document(text: StoryText) -> Release:
    return Release(
        id=NOBODY,
        kind=text.story.kind,
        story=text.story.public_id,
        language=text.language,
        slug=text.slug,
        title=text.title,
        lead=text.lead,
        body=text.body,
        published_on=UNDATED,
        pictures=tuple(_pictures(text)),
        numbers=tuple(_numbers(text)),
    )


def hash_of(document: Release) -> str:
    return content_hash(document.to_bytes())


def standing_pictures(text: StoryText) -> list[StoryPicture]:
    pictures = StoryPicture.objects.filter(story=text.story_id, removed_at__isnull=True)
    return list(pictures.prefetch_related("alts"))


def refuse_unanswered_harm(text: StoryText) -> None:
    """Raise ValidationError where a picture was found to do harm after it was chosen, or for another reason."""
    for picture in standing_pictures(text):
        if picture.harm_unanswered:
            again = _("It is known since this picture was chosen. Take it out, or choose it again with a reason.")
            raise ValidationError([picture.file.publication_warning, again], code="harm")


def _pictures(text: StoryText) -> Iterator[Picture]:
    for row in standing_pictures(text):
        yield Picture(row.sha256, row.extension, row.alt_in(text.language), row.width, row.height)


def _numbers(text: StoryText) -> Iterator[Number]:
    if text.story.kind == Kind.HOTLINES:
        for line in Hotline.objects.all():
            yield Number(line.region, line.number, line.audience_in(text.language))


def parts_of(document: Release) -> dict[str, str]:
    """Everything in the document that a reader or a machine will see, by the name of its place."""
    parts = {"title": document.title, "lead": document.lead, "body": document.body, "slug": document.slug}
    for number, picture in enumerate(document.pictures, 1):
        parts[f"alt-{number}"] = picture.alt
        parts[f"file-{number}"] = picture.file_name
    for number, line in enumerate(document.numbers, 1):
        parts[f"number-{number}"] = f"{line.number} {line.audience}"
    return parts
