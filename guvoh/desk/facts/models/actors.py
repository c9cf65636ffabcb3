from collections.abc import Iterable

from django.db import models
from django.db.models import Case, F, Max, Q, Value, When
from django.utils.translation import gettext_lazy as _

from guvoh.desk.facts.matching import COUNTS, SEALED_LENGTH, sealed_by_kind
from guvoh.desk.facts.vocabulary import ActorKind, Certainty, DetailKind, Gender, RelationKind, Script


class ActorQuerySet(models.QuerySet["Actor"]):
    def named_like(self, words: str) -> "ActorQuerySet":
        """Actors one of whose names holds every word, in folded letters. `words` must be folded already."""
        found = self
        for word in words.split():
            found = found.filter(names__folded__contains=word)
        return found.distinct()

    def resembling(self, keys: Iterable[str], at_least: int) -> "ActorQuerySet":
        """Those whose matching keys have so much in common with `keys`, the likeliest first: one query.

        `likeness` is what it counts for, `same_gs`, `same_b` and so on which kinds of key are shared (see COUNTS).
        """
        sealed = sealed_by_kind(keys)
        if not sealed:
            return self.none()
        every = [digest for digests in sealed.values() for digest in digests]
        shared = {
            f"same_{kind}": Max(Case(When(keys__key__in=digests, then=Value(COUNTS[kind])), default=Value(0)))
            for kind, digests in sealed.items()
        }
        found = self.filter(keys__key__in=every).annotate(**shared)
        found = found.annotate(likeness=sum((F(name) for name in shared), Value(0)))
        return found.filter(likeness__gte=at_least).order_by("-likeness", "pk")


class Actor(models.Model):
    """A person, organisation or group that does, suffers or tells. What it is in a case stands on the links."""

    kind = models.CharField(_("kind"), max_length=20, choices=ActorKind, default=ActorKind.PERSON)
    pseudonym = models.CharField(max_length=20, unique=True)
    gender = models.CharField(_("gender"), max_length=1, choices=Gender, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    occupation = models.CharField(_("occupation"), max_length=200, blank=True)
    protected = models.BooleanField(
        _("protected: never to be named without consent"),
        default=True,
        help_text=_("Leave this ticked for everybody but public officials and organisations."),
    )
    group_low = models.PositiveIntegerField(_("group size, at least"), null=True, blank=True)
    group_high = models.PositiveIntegerField(_("group size, at most"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ActorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group_low__isnull=True)
                | Q(group_high__isnull=True)
                | Q(group_low__lte=F("group_high")),
                name="group_size_in_order",
                violation_error_message=_("The smallest group size is larger than the largest."),
            )
        ]

    def __str__(self) -> str:
        return self.pseudonym

    def name_in(self, language: str) -> str:
        """The name in this language, or in whichever script there is one, or the pseudonym."""
        rows = sorted(self.names.all(), key=lambda row: (row.script != language, row.pk))
        if rows:
            return rows[0].full
        return self.pseudonym if self.kind == ActorKind.PERSON else f"{self.get_kind_display()} {self.pseudonym}"


class ActorName(models.Model):
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="names")
    script = models.CharField(_("script"), max_length=2, choices=Script)
    surname = models.CharField(_("surname"), max_length=100, blank=True)
    given = models.CharField(_("given name"), max_length=150, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    folded = models.CharField(max_length=400, db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "script"], name="one_name_per_script"),
            models.CheckConstraint(
                condition=~(Q(surname="") & Q(given="")),
                name="name_not_empty",
                violation_error_message=_("Write at least a surname or a given name."),
            ),
        ]

    def __str__(self) -> str:
        return self.full

    @property
    def full(self) -> str:
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)


class ActorDetail(models.Model):
    """A telephone, address, document number or other name: all of it is looked for in drafts."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="details")
    kind = models.CharField(_("kind"), max_length=20, choices=DetailKind)
    value = models.CharField(_("what it is"), max_length=300)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["actor", "kind", "value"], name="detail_once")]

    def __str__(self) -> str:
        return self.value


class ActorRelation(models.Model):
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="relations_to_me")
    kind = models.CharField(_("relation"), max_length=20, choices=RelationKind)
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty, default=Certainty.REPORTED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "other", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~Q(actor=F("other")), name="relation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.get_kind_display()} {self.other}"


class ActorKey(models.Model):
    """One sealed matching key of a person: written anew with every change of her names and details."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=SEALED_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "actor"], name="key_once")]

    def __str__(self) -> str:
        return f"{self.actor_id}"


class RegisterChange(models.Model):
    """One change of the register of protected persons, so that an index can tell what it has not taken in yet.

    `pseudonym` is the person who was added, changed or let go; without one all is to be read anew. The token tells
    a change that was rolled back from the next one, which gets its number. Numbers follow the order of commits,
    since the database has one writer at a time. Only the newest rows are kept: an older index is built anew.
    """

    token = models.CharField(max_length=32)
    pseudonym = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.pseudonym}"
