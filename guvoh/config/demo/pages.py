"""What the newsroom wrote: the doctor's story, the guide, the hotlines, and a draft that still names people."""

from pathlib import Path
from typing import Any

import yaml

from guvoh.config.demo.coalition import Cast
from guvoh.config.demo.days import TUESDAY, Days, Story, at
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.content import candidate, hash_of
from guvoh.desk.newsroom.models import Story as NewsStory
from guvoh.desk.newsroom.models import StoryText
from guvoh.desk.newsroom.vocabulary import Kind

WRITTEN = ("slug", "title", "lead", "body")
Texts = dict[str, dict[str, Any]]


def written_down() -> dict[str, Texts]:
    return yaml.safe_load(Path(__file__).with_name("pages.yaml").read_text(encoding="utf-8"))


def tell(cast: Cast, days: Days) -> Story:
    texts = written_down()
    yield at(days.ago(200), 10)
    cast.stories["hotlines"] = actions.start_story(Kind.HOTLINES, "Hotlines", by=cast["nigina"])
    _publish(cast, "hotlines", texts["hotlines"])
    yield at(days.ago(196), 11)
    cast.stories["guide"] = actions.start_story(Kind.GUIDE, "Панҷ қадам: шикоят", by=cast["nigina"])
    _publish(cast, "guide", texts["guide"])
    yield from _doctor(cast, texts, days)
    yield at(days.ago(2), 15)
    waiting = actions.start_story(Kind.NEWS, "Рӯзи машварат дар Бохтар", by=cast["anora"])
    actions.send_to_review(_write(cast, waiting, "tg", texts["consultations"]["tg"]), by=cast["anora"])
    cast.stories["consultations"] = waiting


def _doctor(cast: Cast, texts: dict[str, Texts], days: Days) -> Story:
    """Once he had agreed to it: see reactors."""
    yield at(days.week(5, TUESDAY), 10)
    case = cast.cases["reactors"]
    cast.stories["story"] = actions.start_story(Kind.NEWS, "Врач и телефон", by=cast["daler"], case=case)
    _publish(cast, "story", texts["story"])
    yield at(days.ago(3), 17)
    interview = actions.start_story(Kind.NEWS, "Врач: разговор через месяц", by=cast["daler"], case=case)
    _write(cast, interview, "ru", texts["interview"]["ru"])
    cast.stories["interview"] = interview


def _write(cast: Cast, story: NewsStory, language: str, row: dict[str, Any]) -> StoryText:
    fields = {name: row[name] for name in WRITTEN}
    return actions.save_text(story, language, by=cast[row["author"]], based_on=0, **fields)


def _publish(cast: Cast, name: str, texts: Texts) -> None:
    """Each language is written by one person, read and approved by another, then let out."""
    for language, row in texts.items():
        text = _write(cast, cast.stories[name], language, row)
        actions.send_to_review(text, by=cast[row["author"]])
        actions.approve(text, hash_of(candidate(text)), by=cast[row["approver"]])
        actions.release(text, by=cast[row["author"]])
