"""Fills the demo's desk through the actions that the screens call: a coalition, its cases, letters and stories."""

import datetime as dt

from guvoh.config.demo import coalition, pages, raids, reactors, relatives, reports, smear
from guvoh.config.demo.coalition import Cast
from guvoh.config.demo.days import Days, play
from guvoh.desk.staff.models import Member


def fill(first: Member, today: dt.date) -> Cast:
    """Fill a desk that `first` has just founded: its vault is open, its intake key issued, nothing else in it."""
    cast, days = coalition.begin(first), Days(today)
    play([coalition.tell(cast, days)])
    told = (smear, reactors, raids, relatives, pages, reports)
    play([story.tell(cast, days) for story in told])
    return cast
