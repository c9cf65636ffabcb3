"""What every story of the demo does again and again with its case: help, consent, letters."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from guvoh.config.demo.coalition import Cast
from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case, Referral
from guvoh.desk.casework.vocabulary import ConsentHow, Identification, InterventionKind, NeedKind, Purpose
from guvoh.desk.correspondence import actions as letters
from guvoh.desk.correspondence.merging import Plan
from guvoh.desk.correspondence.models import Delivery, Letter
from guvoh.desk.facts.models import Actor

Consents = Mapping[Purpose, Identification]


@dataclass(frozen=True)
class CaseFile:
    """A case of the demo; everything is dated as of the story's present moment."""

    cast: Cast
    case: Case

    def helped(self, kind: InterventionKind, note: str, *, by: str, addressee: str = "", effect: str = "") -> None:
        casework.record_intervention(
            self.case,
            by=self.cast[by],
            kind=kind,
            took_place_on=timezone.localdate(),
            addressee=addressee,
            note=note,
            effect=effect,
        )

    def consents(self, actor: Actor, how: ConsentHow, given: Consents, *, by: str) -> None:
        for purpose, identification in given.items():
            casework.give_consent(
                self.case, actor, by=self.cast[by], purpose=purpose, identification=identification, how=how
            )

    def refer(self, kind: NeedKind, note: str, message: str, *, by: str, to: str) -> Referral:
        """Record an urgent need and ask a colleague to take it up within a day."""
        need = casework.add_need(self.case, by=self.cast[by], kind=kind, urgent=True, note=note)
        respond_by = timezone.localdate() + dt.timedelta(days=1)
        return casework.send_referral(
            need, self.cast[to], by=self.cast[by], message=message, respond_by=respond_by
        )

    def write(self, plan: Plan, *, by: str, **edited: Any) -> Letter:
        """Draft a letter, put in what its template does not say, make it final."""
        letter = letters.draft_letter(self.case, plan, by=self.cast[by])
        if edited:
            letters.edit_letter(letter, plan.asked, by=self.cast[by], **edited)
        return letters.finalise_letter(letter, by=self.cast[by])

    def send(self, letter: Letter, *, by: str, **how: Any) -> Delivery:
        return letters.register_delivery(letter, by=self.cast[by], **{"sent_on": timezone.localdate(), **how})
