from guvoh.desk.facts.models.actors import (
    Actor,
    ActorDetail,
    ActorName,
    ActorRelation,
    RegisterVersion,
)
from guvoh.desk.facts.models.events import Act, Event, EventLink, Involvement, SourceItem
from guvoh.desk.facts.models.figures import Figure

__all__ = [
    "Act",
    "Actor",
    "ActorDetail",
    "ActorName",
    "ActorRelation",
    "Event",
    "EventLink",
    "Figure",
    "Involvement",
    "RegisterVersion",
    "SourceItem",
]
