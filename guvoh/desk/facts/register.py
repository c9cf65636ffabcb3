"""The register of protected persons, as the guard reads it.

The index is a list of victims: it lives in this process's memory only, and is made anew whenever the register has
changed since or the vault was locked in between.
"""

import secrets
from dataclasses import dataclass

from django.conf import settings

from guvoh.desk.facts.models import Actor, RegisterVersion
from guvoh.desk.facts.vocabulary import ActorKind, DetailKind
from guvoh.instruments.names.guard import Index
from guvoh.instruments.names.person import Protected


@dataclass(frozen=True)
class Register:
    """The protected persons by pseudonym, and the guard's index over them, at one version."""

    version: str
    epoch: int
    persons: dict[str, Protected]
    index: Index


_held: list[Register] = []


def touch_register() -> None:
    """Say that a protected person was added or changed; called inside the transaction that does so."""
    RegisterVersion.objects.update_or_create(pk=1, defaults={"token": secrets.token_hex(16)})


def current_register() -> Register:
    """The register as it stands now. A stale index is never used: it is rebuilt first."""
    version = RegisterVersion.objects.filter(pk=1).values_list("token", flat=True).first() or ""
    epoch = settings.VAULT.status().epoch
    held = next(iter(_held), None)
    if held is None or (held.version, held.epoch) != (version, epoch):
        persons = {person.id: person for person in protected_persons()}
        # returned as it was made here: another thread may put an older one into the list meanwhile
        held = Register(version, epoch, persons, Index.build(persons.values()))
        _held[:] = [held]
    return held


def protected_persons() -> list[Protected]:
    actors = Actor.objects.filter(protected=True, kind=ActorKind.PERSON).prefetch_related("names", "details")
    return [as_protected(actor) for actor in actors]


def as_protected(actor: Actor) -> Protected:
    names = {row.script: row for row in actor.names.all()}
    first = next(iter(names.values()), None)
    details: dict[str, list[str]] = {}
    for detail in actor.details.all():
        details.setdefault(detail.kind, []).append(detail.value)
    return Protected.from_json(
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
            "passport": "; ".join(details.get(DetailKind.PASSPORT, [])) or None,
            "case_no": "; ".join(details.get(DetailKind.CASE_NUMBER, [])) or None,
            "village": "; ".join(details.get(DetailKind.VILLAGE, [])) or None,
            "address": "; ".join(details.get(DetailKind.ADDRESS, [])) or None,
            "email": "; ".join(details.get(DetailKind.EMAIL, [])) or None,
            "aliases": [
                *details.get(DetailKind.ALIAS, []),
                *(row.full for script, row in names.items() if script not in ("tg", "ru")),
            ],
        }
    )
