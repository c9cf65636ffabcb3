from guvoh.desk.correspondence.models.bodies import StateBody
from guvoh.desk.correspondence.models.clocks import Clock
from guvoh.desk.correspondence.models.escalations import Escalation
from guvoh.desk.correspondence.models.filings import (
    Filing,
    FilingClearance,
    FilingClock,
    FilingLink,
    FilingStep,
)
from guvoh.desk.correspondence.models.law import CalendarDay, SignedRule
from guvoh.desk.correspondence.models.letters import AskedPoint, Letter, LetterClearance
from guvoh.desk.correspondence.models.qualification import Allegation, ElementFact, StateQualification
from guvoh.desk.correspondence.models.traffic import Delivery, PointAnswer, Reply
from guvoh.desk.correspondence.models.wordings import LetterWording, OwnKind

__all__ = [
    "Allegation",
    "AskedPoint",
    "CalendarDay",
    "Clock",
    "Delivery",
    "ElementFact",
    "Escalation",
    "Filing",
    "FilingClearance",
    "FilingClock",
    "FilingLink",
    "FilingStep",
    "Letter",
    "LetterClearance",
    "LetterWording",
    "OwnKind",
    "PointAnswer",
    "Reply",
    "SignedRule",
    "StateBody",
    "StateQualification",
]
