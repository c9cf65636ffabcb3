"""An examination of the case's client by the doctor of its team, up to the signature."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence import actions
from guvoh.desk.evidence.models import Examination
from guvoh.desk.facts.models import Actor

NARRATIVE = "Ӯро бо калтаки резинӣ ба пой ва пушт заданд, дасташ қулф буд, ғайр аз ин ҷароҳат. Баъд ӯ беҳуш шуд."


@pytest.fixture
def treated(cast: SimpleNamespace, case: Case, tmp_path, settings) -> Case:
    """The case with doctor and psychologist on its team."""
    settings.DESK_DIR = tmp_path
    for member in (cast.doctor, cast.psychologist):
        casework.add_to_team(case, member, by=cast.officer)
    return case


@pytest.fixture
def draft(cast: SimpleNamespace, treated: Case, client_of_case: Actor) -> Examination:
    return actions.start_examination(
        treated,
        client_of_case,
        by=cast.doctor,
        examined_at=timezone.now(),
        place="Clinic",
        alleged_on=timezone.localdate() - dt.timedelta(days=1),
        police="absent",
        private="yes",
        agreed_examination="given",
        agreed_photographs="given",
        agreed_disclosure="given",
        narrative=NARRATIVE,
    )


@pytest.fixture
def signed(cast: SimpleNamespace, draft: Examination) -> Examination:
    """With a bruise, a psychological part and a conclusion."""
    actions.add_finding(
        draft,
        "back-thigh-r",
        kind="bruise",
        length_mm=120,
        width_mm=25,
        colour="blue",
        shape="two parallel lines",
        alleged_cause="truncheon",
        degree="highly_consistent",
        by=cast.doctor,
    )
    actions.assess_mind(draft, "consistent", complaints="Sleeps badly", assessment="Acute stress", by=cast.doctor)
    actions.conclude(
        draft, "highly_consistent", conclusion="Marks of blows.", limits="No X-ray was to be had.", by=cast.doctor
    )
    actions.sign_examination(draft, by=cast.doctor)
    return draft


@pytest.fixture
def consent(cast: SimpleNamespace, treated: Case, client_of_case: Actor) -> Callable[..., Any]:
    def given(purpose: str = "lawyer", level: str = "full_name") -> Any:
        return casework.give_consent(
            treated, client_of_case, purpose=purpose, identification=level, how="written", by=cast.officer
        )

    return given
