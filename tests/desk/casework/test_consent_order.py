"""What a person said last is what counts."""

import datetime as dt

from django.utils import timezone

from guvoh.desk.casework import actions
from guvoh.desk.casework.access import consent_to
from guvoh.desk.casework.vocabulary import Purpose


def test_a_withdrawn_narrow_consent_does_not_wake_an_older_wide_one(cast, case, client_of_case) -> None:
    told = {"by": cast.officer, "purpose": Purpose.PUBLICATION, "how": "oral"}
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    actions.give_consent(case, client_of_case, identification="full_name", given_on=yesterday, **told)
    narrow = actions.give_consent(case, client_of_case, identification="initials", **told)
    assert consent_to(case, client_of_case, Purpose.PUBLICATION) == narrow
    actions.withdraw_consent(narrow, by=cast.officer, reason="afraid")
    assert consent_to(case, client_of_case, Purpose.PUBLICATION) is None
