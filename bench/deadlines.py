"""The deadlines page of a desk with many letters: queries and time of each of its lists. Run by `bench.clocks`."""

import datetime as dt
import json
import statistics
import sys
import time
from importlib import import_module
from typing import Any

import django

VISITS = 3
OK = 200


def main() -> None:
    django.setup()
    # The desk's models can be imported only now that its zone is entered.
    letters = import_module("bench.letters")
    desk = letters.found()
    letters.fill(desk, int(sys.argv[1]))
    found = {"lists": _lists(desk.member), **_counted_anew(desk.member)}
    sys.stdout.write(json.dumps(found))


def _counted_anew(member: Any) -> dict[str, float]:
    """A day off is announced for the middle of the terms that run: each is counted anew, in one transaction."""
    actions = import_module("guvoh.desk.correspondence.actions")
    entries = import_module("guvoh.desk.staff.models").Entry.objects.filter(act="clock.counted_anew")
    timezone = import_module("django.utils.timezone")
    started = time.process_time()
    actions.enter_day(
        by=member,
        date=timezone.localdate() + dt.timedelta(days=3),
        kind="off",
        **{f"reason_{language}": "announced" for language in ("tg", "ru", "en")},
        source="a resolution of the Government",
    )
    return {"anew_seconds": time.process_time() - started, "moved": entries.count()}


def _lists(member: Any) -> dict[str, dict[str, float]]:
    deadlines = import_module("guvoh.desk.correspondence.deadlines")
    browser = signed_in(member)
    shown = {state: {"state": state} for state in (*deadlines.OF_CLOCKS, *deadlines.OF_LETTERS)}
    shown |= {f"{state}, mine": {"state": state, "person": deadlines.MINE} for state in ("overdue", "all")}
    shown |= {f"by {by}": {"by": by} for by in ("person", "case")}
    return {name: _visited(browser, chosen) for name, chosen in shown.items()}


def signed_in(member: Any) -> Any:
    totp = import_module("allauth.mfa.totp.internal.auth")
    totp.TOTP.activate(member, totp.generate_totp_secret())
    browser = import_module("django.test").Client(headers={"host": "localhost"})
    browser.force_login(member)
    return browser


def _visited(browser: Any, chosen: dict[str, str]) -> dict[str, float]:
    """Queries, rows and the median CPU time of a visit; the first two visits are not timed."""
    connection = import_module("django.db").connection
    capture = import_module("django.test.utils").CaptureQueriesContext
    address = import_module("django.urls").reverse("correspondence:index")
    page = browser.get(address, chosen)
    if page.status_code != OK:
        raise SystemExit(f"the page of {chosen} answers {page.status_code}")
    queries, times = [], []
    for _ in range(VISITS):
        with capture(connection) as counted:
            browser.get(address, chosen)
            queries.append(len(counted))
    for _ in range(VISITS):
        started = time.process_time()
        browser.get(address, chosen)
        times.append((time.process_time() - started) * 1000)
    return {
        # once in a while a session is written anew
        "queries": min(queries),
        "rows": page.content.count(b'<div class="row-main">'),
        "ms": statistics.median(times),
    }


if __name__ == "__main__":
    main()
