"""The coalition's own rules of the guard, as the guard reads them.

A rule that silences never silences a protected person: it rests while somebody on the register bears exactly that
name, whichever of the two came first.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guvoh.desk.facts.matching import PAIR, SURNAME, WHOLE, keys_of_words, sealed_by_kind
from guvoh.desk.facts.models import ActorKey, GuardRule
from guvoh.desk.facts.vocabulary import GuardRuleKind
from guvoh.instruments.names.keys import words
from guvoh.instruments.names.own import BadRule, OwnRules, tidy


def own_rules() -> OwnRules:
    """The rules that act now. Raises own.BadRule when one of them cannot be used: then the guard does not look."""
    rules = list(GuardRule.objects.standing().order_by("pk"))
    resting = resting_among(rules)
    return as_own_rules(rule for rule in rules if rule.pk not in resting)


def as_own_rules(rules: Iterable[GuardRule]) -> OwnRules:
    by_kind: dict[str, list[tuple[str, ...]]] = {kind: [] for kind in GuardRuleKind}
    for rule in rules:
        by_kind[rule.kind].append(tuple(rule.words))
    return OwnRules(
        given_groups=tuple(by_kind[GuardRuleKind.SPELLINGS]),
        ordinary_names=tuple(word for each in by_kind[GuardRuleKind.ORDINARY] for word in each),
        places=tuple(name for each in by_kind[GuardRuleKind.PLACE] for name in each),
        figures=tuple(name for each in by_kind[GuardRuleKind.FIGURE] for name in each),
    )


def resting_among(rules: Iterable[GuardRule]) -> set[int]:
    """Of rules that silence, those whose words are wholly the name of a protected person: one query."""
    digests: dict[str, set[int]] = {}
    for rule in rules:
        for digest in _names_in(rule) if rule.silences else ():
            digests.setdefault(digest, set()).add(rule.pk)
    borne = ActorKey.objects.filter(key__in=digests, actor__protected=True).values_list("key", flat=True)
    return {pk for digest in borne.distinct() for pk in digests[digest]}


def _names_in(rule: GuardRule) -> list[str]:
    """Sealed keys of the whole names that the words may be; a figure of one word may be a surname too."""
    sealed = sealed_by_kind(key for name in rule.words for key in keys_of_words(name))
    bare = rule.kind == GuardRuleKind.FIGURE and all(len(words(name)) == 1 for name in rule.words)
    return [digest for kind in (PAIR, WHOLE, *([SURNAME] if bare else [])) for digest in sealed.get(kind, ())]


def tidied(kind: str, typed: Iterable[str]) -> list[str]:
    """The words of a rule as they are kept. Raises ValidationError when they make no rule of this kind."""
    kept = [word for word in map(tidy, typed) if word]
    rule = GuardRule(kind=kind, words=kept)
    if not kept:
        raise ValidationError({"words": _("Write the words of the rule.")})
    try:
        as_own_rules([rule])
    except BadRule as bad:
        raise ValidationError({"words": _said(bad)}) from bad
    return kept


def _said(bad: BadRule) -> str:
    return {
        "letters": _("Only letters, apostrophes and hyphens: no digits and no other signs."),
        "length": _("Too long or too short: an ordinary word is one word, a name has five words at most."),
        "group": _("Write two or more different spellings of one given name, each a single word."),
        "many": _("There are too many rules of this kind."),
    }[bad.code]
