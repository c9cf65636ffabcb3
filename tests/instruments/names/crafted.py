"""Texts made to keep a scanner busy."""

import random

from guvoh.instruments.names.guard import TEXT_MAX


def crafted() -> dict[str, str]:
    """Texts made to keep a scanner busy, at the longest a scan takes."""
    draw = random.Random(0)
    words = " ".join(
        draw.choice(["Рустам", "Саидов", "Карим", "ва", "Азимова", "суд", "Лола"]) for _ in range(TEXT_MAX // 6)
    )
    return {
        name: (unit * (TEXT_MAX // len(unit) + 1))[:TEXT_MAX]
        for name, unit in {
            "tags": "<b>",
            "open tags": "<b ",
            "tags in words": "а<b>",
            "digits": "7",
            "digit groups": "12 ",
            "letters": "а",
            "spaced letters": "а ",
            "capitals": "Аб",
            "hyphens": "а-",
            "lines": "Са\n",
            "entities": "&#1072;",
            "ampersands": "&",
            "percents": "%D0%A1",
            "marks": "́",
            "stars": "*",
            "underscores": "_",
            "dots": "Р.",
            "mails": "a@b.",
            "mail letters": "a.",
            "names": words,
            "tag names": "#" + "рустамсаидов",
            "initials": "Р. Саидов ",
            "one name": "Рустам Саидов ",
            "dates": "05.03.1985 ",
            "houses": "Лоҳутӣ 15 ",
            "signs": "а@",
            "breaks": "-\n",
            "Persian": "رستم ",
            "apostrophes": "а'",
            "camel": "Рустам",
            "spaces": " ",
            "newlines": "\n",
        }.items()
    }
