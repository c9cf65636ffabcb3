from guvoh.desk.facts.models.actors import (
    Actor,
    ActorDetail,
    ActorKey,
    ActorName,
    ActorRelation,
    RegisterChange,
)
from guvoh.desk.facts.models.events import Act, Event, EventLink, Involvement, SourceItem
from guvoh.desk.facts.models.figures import Figure
from guvoh.desk.facts.models.guard_rules import GuardRule

__all__ = [
    "Act",
    "Actor",
    "ActorDetail",
    "ActorKey",
    "ActorName",
    "ActorRelation",
    "Event",
    "EventLink",
    "Figure",
    "GuardRule",
    "Involvement",
    "RegisterChange",
    "SourceItem",
]
