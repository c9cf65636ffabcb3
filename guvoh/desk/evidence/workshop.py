"""The queue of what is to be made, worked off by one process, in the order it was asked for."""

import fcntl
from collections.abc import Callable

from django.conf import settings

from guvoh.desk.evidence.actions.copies import find_faces, render_copy
from guvoh.desk.evidence.actions.safeviews import make_view
from guvoh.desk.evidence.models import PublicationCopy, SafeView, State
from guvoh.desk.evidence.safeviews.sandbox import SandboxStopped

GoOn = Callable[[], bool]
Work = Callable[[GoOn], bool]
_works: list[Work] = []


class WorkshopBusy(Exception):
    """Another process works the queue of this desk."""


def work_off(go_on: GoOn = lambda: True) -> int:
    """Make what waits, and what a killed workshop left half made. Returns how many were worked on.

    Raises WorkshopBusy, OSError when the disk is full.
    """
    done = 0
    with (settings.DESK_DIR / "workshop.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WorkshopBusy from error
        try:
            while go_on() and _one(go_on):
                done += 1
        except SandboxStopped:
            return done
    return done


def add_work(work: Work) -> None:
    """Let another app of the desk have its things made here; each call does one, or says that none waits."""
    _works.append(work)


def _one(go_on: GoOn) -> bool:
    return any(work(go_on) for work in (_one_view, _one_copy, *_works))


def _one_view(go_on: GoOn) -> bool:
    waiting = (State.QUEUED, State.MAKING)
    # a sealed case's files open only while one of its team is present: their views are made when she asks
    views = SafeView.objects.filter(state__in=waiting).exclude(
        source__case__sealed=True, source__case__key_generation__gt=0
    )
    view = views.select_related("source__case", "asked_by").first()
    if view is None:
        return False
    make_view(view, by=view.asked_by, go_on=go_on)
    return True


def _one_copy(go_on: GoOn) -> bool:
    # nor can a copy go on whose case was sealed since it was begun
    waiting = PublicationCopy.objects.waiting().exclude(
        source__case__sealed=True, source__case__key_generation__gt=0
    )
    rows = waiting.select_related("source__case", "asked_by", "confirmed_by")
    copy = rows.order_by("pk").first()
    if copy is None:
        return False
    if copy.confirmed_by is None:
        find_faces(copy, by=copy.asked_by, go_on=go_on)
    else:
        render_copy(copy, by=copy.confirmed_by, go_on=go_on)
    return True
