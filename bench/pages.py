"""CPU time of a desk's pages and writings, in ms. Run by `bench.database` on a sealed desk and on a plain one."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import django

VISITS = 40
OPENED = 200
OK = 200


def main() -> None:
    django.setup()
    # The desk's models can be imported only now that its zone is entered.
    letters = import_module("bench.letters")
    desk = letters.found()
    letters.fill(desk, int(sys.argv[1]))
    browser = import_module("bench.deadlines").signed_in(desk.member)
    codes = _codes()
    found = {
        "case page": _median(lambda number: _seen(browser, f"/cases/{codes[number % len(codes)]}/")),
        "search": _median(lambda number: _searched(browser, codes[number % len(codes)])),
        "list of cases": _median(lambda _: _seen(browser, "/cases/")),
        "opening a case": _opened(desk.member),
    }
    sys.stdout.write(json.dumps(found))


def _codes() -> list[str]:
    """Cases from all over the table, so that no visit finds its pages read by the one before."""
    every = import_module("guvoh.desk.casework.models").Case.objects.order_by("pk").values_list("code", flat=True)
    return list(every[:: max(1, len(every) // VISITS)])


def _median(visit: Callable[[int], None]) -> float:
    visit(0)
    times = []
    for number in range(VISITS):
        started = time.process_time()
        visit(number)
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times)


def _seen(browser: Any, address: str) -> None:
    if browser.get(address).status_code != OK:
        raise SystemExit(f"{address} cannot be seen")


def _searched(browser: Any, code: str) -> None:
    page = browser.post("/cases/", {"words": code, "state": "all"}, follow=True)
    if code not in page.content.decode():
        raise SystemExit("the search does not find a case by its number")


def _opened(member: Any) -> float:
    open_case = import_module("guvoh.desk.casework.actions").open_case
    started = time.process_time()
    for number in range(OPENED):
        open_case(f"Case {number}", by=member)
    return (time.process_time() - started) * 1000 / OPENED


if __name__ == "__main__":
    main()
