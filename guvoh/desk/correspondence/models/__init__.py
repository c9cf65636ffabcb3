from guvoh.desk.correspondence.models.bodies import StateBody
from guvoh.desk.correspondence.models.clocks import Clock
from guvoh.desk.correspondence.models.escalations import Escalation
from guvoh.desk.correspondence.models.law import CalendarDay, SignedRule
from guvoh.desk.correspondence.models.letters import AskedPoint, Letter, LetterClearance
from guvoh.desk.correspondence.models.traffic import Delivery, PointAnswer, Reply

__all__ = [
    "AskedPoint",
    "CalendarDay",
    "Clock",
    "Delivery",
    "Escalation",
    "Letter",
    "LetterClearance",
    "PointAnswer",
    "Reply",
    "SignedRule",
    "StateBody",
]
