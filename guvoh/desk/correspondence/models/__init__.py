from guvoh.desk.correspondence.models.bodies import StateBody
from guvoh.desk.correspondence.models.clocks import Clock
from guvoh.desk.correspondence.models.letters import AskedPoint, Letter, LetterClearance
from guvoh.desk.correspondence.models.traffic import Delivery, PointAnswer, Reply

__all__ = ["AskedPoint", "Clock", "Delivery", "Letter", "LetterClearance", "PointAnswer", "Reply", "StateBody"]
