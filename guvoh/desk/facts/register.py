"""The register of protected persons, as the guard reads it.

The index is a list of victims: it lives in this process's memory only. What changed since is taken into a copy of
it, so that a scan in another thread goes on with the register it began with; it is made anew when the vault was
locked in between, when the coalition's own rules changed, or when the changes cannot all be told.
"""

import secrets
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

from django.conf import settings

from guvoh.desk.facts.guard_rules import own_rules
from guvoh.desk.facts.models import Actor, RegisterChange
from guvoh.desk.facts.vocabulary import ActorKind, DetailKind
from guvoh.instruments.names.guard import Index
from guvoh.instruments.names.own import OwnRules
from guvoh.instruments.names.person import Protected

# So many changes are kept for indexes that are behind, and so many persons at most are taken into one.
CHANGES_KEPT: Final = 2_000
DELTA_MAX: Final = 500
EVERYTHING: Final = ""

Version = tuple[int, str]
UNCHANGED: Final[Version] = (0, "")


@dataclass(frozen=True)
class Register:
    """Protected persons by pseudonym, the coalition's own rules, and the index over them, at one version."""

    version: Version
    epoch: int
    persons: dict[str, Protected]
    own: OwnRules
    index: Index


_held: list[Register] = []
_making = Lock()


def touch_register(actor: Actor | None = None) -> None:
    """Say that this person, or without one anything, has changed; called inside the transaction that did it."""
    pseudonym = actor.pseudonym if actor else EVERYTHING
    change = RegisterChange.objects.create(token=secrets.token_hex(16), pseudonym=pseudonym)
    RegisterChange.objects.filter(pk__lte=change.pk - CHANGES_KEPT).delete()


def current_register() -> Register:
    """The register as it stands now. A stale index is never used: it is brought up to date or made anew first."""
    epoch = settings.VAULT.status().epoch
    with _making:
        held = next((register for register in _held if register.epoch == epoch), None)
        register = (held and _brought_up_to_date(held)) or _made_anew(epoch)
        _held[:] = [register]
    return register


def _made_anew(epoch: int) -> Register:
    # the version is read first: a change that comes in meanwhile is taken in again, never missed
    newest = RegisterChange.objects.order_by("-pk").values_list("pk", "token").first() or UNCHANGED
    own = own_rules()
    persons = {person.id: person for person in protected_persons()}
    return Register(newest, epoch, persons, own, Index.build(persons.values(), own))


def _brought_up_to_date(held: Register) -> Register | None:
    """The register with what changed since, or None where only making it anew is sure to miss nothing."""
    since = RegisterChange.objects.filter(pk__gte=held.version[0]).order_by("pk")
    changes = list(since.values_list("pk", "token", "pseudonym"))
    if held.version == UNCHANGED:
        return None if changes else held
    if not changes or changes[0][:2] != held.version:
        # rolled back, or so long ago that it is not kept
        return None
    if len(changes) == 1:
        return held
    pseudonyms = {pseudonym for _pk, _token, pseudonym in changes[1:]}
    own = own_rules()
    if EVERYTHING in pseudonyms or len(pseudonyms) > DELTA_MAX or own != held.own:
        return None
    changed = {person.id: person for person in protected_persons(pseudonyms)}
    gone = pseudonyms - changed.keys()
    kept = {pseudonym: person for pseudonym, person in held.persons.items() if pseudonym not in gone}
    index = held.index.changed(changed.values(), gone)
    return Register(changes[-1][:2], held.epoch, kept | changed, own, index)


def protected_persons(pseudonyms: set[str] | None = None) -> list[Protected]:
    """All protected persons, or those of them with these pseudonyms."""
    actors = Actor.objects.filter(protected=True, kind=ActorKind.PERSON).prefetch_related("names", "details")
    if pseudonyms is not None:
        actors = actors.filter(pseudonym__in=pseudonyms)
    return [as_protected(actor) for actor in actors]


def as_protected(actor: Actor) -> Protected:
    names = {row.script: row for row in actor.names.all()}
    first = next(iter(names.values()), None)
    details: dict[str, list[str]] = {}
    for detail in actor.details.all():
        details.setdefault(detail.kind, []).append(detail.value)
    person = Protected.from_json(
        {
            "id": actor.pseudonym,
            "gender": actor.gender or None,
            "given": first.given if first else None,
            "surname": first.surname if first else None,
            "patronymic": first.patronymic if first else None,
            "name_tg": names["tg"].full if "tg" in names else None,
            "name_ru": names["ru"].full if "ru" in names else None,
            "dob": actor.born_on.isoformat() if actor.born_on else None,
            "phone": details.get(DetailKind.PHONE, []),
            "passport": details.get(DetailKind.PASSPORT, []),
            "case_no": details.get(DetailKind.CASE_NUMBER, []),
            "village": details.get(DetailKind.VILLAGE, []),
            "address": details.get(DetailKind.ADDRESS, []),
            "email": details.get(DetailKind.EMAIL, []),
            "aliases": [
                *details.get(DetailKind.ALIAS, []),
                *(row.full for script, row in names.items() if script not in ("tg", "ru")),
            ],
        }
    )
    return replace(person, names=tuple((row.given, row.surname, row.patronymic) for row in names.values()))
