"""The guard's figures on the harder set: `python -m tests.instruments.names.measure [--people N] [--seed N]`.

Run by hand from the repository's root; the same seed gives the same texts. Prints a line for each measure.
"""

import argparse
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator

from guvoh.instruments.names.guard import TEXT_MAX, Index, Mark, TextTooLong, scan
from guvoh.instruments.names.person import Protected
from tests.instruments.names import adversary, adversary_people, leaks, spellers

TARGETS = 420


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def harmless(draw: random.Random, people: list[Protected], count: int) -> Iterator[str]:
    """Texts about nobody in the register that use the names, streets and numbers the register is made of."""
    pool = people[:TARGETS]
    taken = {(person.given, leaks.root_of(spellers.unaccented(str(person.surname)))) for person in people}
    for turn in range(count):
        one = draw.choice(pool)
        given, surname = str(one.given), str(one.surname)
        other = draw.choice(["Бурҳон", "Замира", "Пётр", "Малоҳат", "Эркин", "Гавҳаршод"])
        assert (other, leaks.root_of(spellers.unaccented(surname))) not in taken
        form = adversary.DATA["harmless"][turn % len(adversary.DATA["harmless"])]
        yield form.format(
            given=given,
            surname=surname,
            surname_latin=leaks.latin(surname, "passport"),
            other_given=other,
            other_given_latin=leaks.latin(other, "passport"),
            other_surname=draw.choice(["Петренко", "Ковалёв", "Ваҳҳобов", "Зиннатов"]),
            other_initial=draw.choice("ЖЩЦЭ"),
            other_case=f"ҲҚ-2017/{draw.randint(100, 900)}",
            number=draw.randint(100, 999),
            day=draw.randint(10, 28),
            month=draw.randint(1, 9),
            year=draw.randint(2007, 2026),
        )


def openings(draw: random.Random, count: int) -> Iterator[tuple[str, str, str]]:
    """An ordinary word with a capital before a name the text is about: kind, text, and what stands beside it."""
    for _ in range(count):
        language = draw.choice(sorted(adversary.DATA["openers"]))
        opener = draw.choice(adversary.DATA["openers"][language])
        name = draw.choice(
            [
                "Азимова",
                "Азимов",
                "Азимову",
                "Азимовым",
                "Азимовро",
                "Azimov",
                "Рустама",
                "Рустамом",
                "Рустам Азимов",
                "Rustam Azimov",
                "Рустама Азимова",
            ]
        )
        text = draw.choice(adversary.DATA["openings"]).format(opener, name)
        yield language, draw.choice([text, text, text.upper()]), name


def opening_misses(draw: random.Random, count: int) -> list[str]:
    """Texts in which the name a text is about gets no mark at all."""
    index = Index.build([Protected("1", gender="m", given="Рустам", surname="Азимов")])
    return [text for _, text, _ in openings(draw, count) if not scan(text, index, {"1"})]


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


def measure(people_count: int, seed: int, show: int) -> None:
    draw = random.Random(seed)
    people = adversary_people.register(draw, people_count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    index = Index.build(people)
    built = time.perf_counter() - started
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    found: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    missed: dict[str, list[str]] = defaultdict(list)
    right = wrong = 0
    wrongly: list[str] = []
    made = list(adversary.made(draw, people[:TARGETS], 40))
    for leak in made:
        marks: list[Mark] = scan(leak.text, index)
        blocked = {mark.person for mark in marks if mark.level == "block"}
        found[leak.kind] += leak.person in {mark.person for mark in marks}
        asked[leak.kind] += leak.person in {mark.person for mark in marks} - blocked
        if leak.person not in {mark.person for mark in marks}:
            person = people[int(leak.person)]
            missed[leak.kind].append(f"{leak.text!r}   [{person.given} {person.surname} {person.patronymic}]")
        right += leak.person in blocked
        wrong += len(blocked - {leak.person})
        if blocked - {leak.person}:
            wrongly.append(
                leak.text
                + " -> "
                + "; ".join(
                    f"{people[int(m.person)].given} {people[int(m.person)].surname} {m.rule}"
                    for m in marks
                    if m.level == "block"
                )
            )
    say(f"people {people_count}, seed {seed}; build {built:.1f} s, memory {memory:.0f} MB")
    for kind in adversary.KINDS:
        say(f"  {kind:24} {found[kind] / 40:.3f}   of it to review {asked[kind] / 40:.2f}")
        for text in missed[kind][:show]:
            say("      ", text)
    say(f"recall {sum(found.values()) / len(made):.4f}   precision {right / (right + wrong):.4f}")
    for text in wrongly[: show * 5]:
        say("       wrong:", text)
    _harmless(draw, people, index, show)
    _speed(draw, people, index)


def _harmless(draw: random.Random, people: list[Protected], index: Index, show: int) -> None:
    texts = list(harmless(draw, people, 800))
    scanned = [(text, scan(text, index)) for text in texts]
    alarms = [(text, marks) for text, marks in scanned if any(mark.level == "block" for mark in marks)]
    reviews = [text for text, marks in scanned if marks]
    say(f"harmless blocked {len(alarms) / len(texts):.4f}   marked at all {len(reviews) / len(texts):.4f}")
    for text, marks in alarms[: show * 5]:
        say("      ", text, [(mark.evidence, mark.rule) for mark in marks if mark.level == "block"])
    misses = opening_misses(draw, 2000)
    say(f"openings missed {len(misses)} of 2000")
    for text in misses[: show * 5]:
        say("      ", repr(text))


def _speed(draw: random.Random, people: list[Protected], index: Index) -> None:
    texts = [leak.text for leak in adversary.made(draw, people[:TARGETS], 2)] + list(harmless(draw, people, 300))
    draw.shuffle(texts)
    words = " ".join(texts).split()
    times = []
    for start in range(0, 1600, 200):
        text = " ".join(words[start : start + 1000])
        started = time.perf_counter()
        scan(text, index)
        times.append(time.perf_counter() - started)
    say(f"1,000 words: median {sorted(times)[4] * 1000:.0f} ms, worst {max(times) * 1000:.0f} ms")


def measure_crafted() -> None:
    people = adversary_people.register(random.Random(1), 420)
    people.append(
        Protected(
            "x",
            given="Рустам",
            surname="Саидов",
            village="Оби Гарм",
            aliases=("Мулло Соқӣ",),
            address="кӯчаи Лоҳутӣ, 15",
        )
    )
    index = Index.build(people)
    for name, text in crafted().items():
        started = time.perf_counter()
        try:
            scan(text, index, {"x"})
            outcome = ""
        except TextTooLong:
            outcome = "refused"
        say(f"  {name:16} {time.perf_counter() - started:6.2f} s {outcome}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=TARGETS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="how many misses of each kind to print")
    parser.add_argument("--crafted", action="store_true", help="time texts made to keep the guard busy instead")
    chosen = parser.parse_args()
    if chosen.crafted:
        measure_crafted()
    else:
        measure(chosen.people, chosen.seed, chosen.show)
    sys.exit(0)
