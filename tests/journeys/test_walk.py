"""The walk that `make demo CHECK=1` takes, and what a second start does."""

import re
import time

from guvoh.config.demo.walk import STEPS
from tests.journeys.running import Demo


def lines_of_steps(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.match(r"\d \w+ +(ok|FAILED):", line)]


def test_the_walk_takes_all_seven_steps_and_says_so(demo):
    walked = demo.command("demo", "--check")
    steps = lines_of_steps(walked.stdout)
    assert [line.split()[:2] for line in steps] == [[str(n), name] for n, (name, _) in enumerate(STEPS, 1)], (
        walked.stdout
    )
    assert len(steps) == 7
    assert all(" ok: " in line for line in steps), walked.stdout
    assert walked.returncode == 0


def standing(demo: Demo) -> dict[str, bytes]:
    """What a second start must leave alone."""
    named = ["made", "desk/keyslots.json", "paper/recovery-key.txt", "spool/intake/notice.json"]
    kept = [demo.place.root / name for name in named] + sorted((demo.place.root / "run").glob("*.pid"))
    return {path.name: path.read_bytes() for path in kept}


def test_a_second_start_takes_seconds_and_changes_nothing(demo):
    # the first of these two starts anew where the code was changed meanwhile
    demo.command("demo")
    before, began = standing(demo), time.monotonic()
    again = demo.command("demo")
    assert time.monotonic() - began < 10
    assert again.returncode == 0
    assert "Making the demo desk" not in again.stdout
    assert all(address in again.stdout for address in demo.place.addresses.values())
    assert standing(demo) == before


def test_the_walk_names_the_step_that_failed(demo):
    notice = demo.place.root / "spool" / "intake" / "notice.json"
    away = notice.with_suffix(".away")
    notice.rename(away)
    try:
        walked = demo.command("demo", "--check")
    finally:
        away.rename(notice)
    [step] = lines_of_steps(walked.stdout)
    assert step.startswith("1 reporter  FAILED: ")
    assert walked.returncode == 1


def test_the_codes_of_the_cast_are_printed(demo, members):
    printed = demo.command("code").stdout
    assert re.findall(r"^  (\w+) +\d{6}$", printed, re.M) == [row["username"] for row in members.cast]
