"""What shuts out what: a body that takes no matter which another one examines or has examined."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.filings.mechanisms import mechanisms, said, words
from guvoh.desk.correspondence.models import Filing
from guvoh.desk.correspondence.vocabulary import RuleCertainty
from guvoh.desk.staff.models import Member


def shut_out(filing: Filing, by: Member) -> Iterator[str]:
    """A sentence for every filing about one of these people that bars this one.

    A case that is not `by`'s to see is not named: she learns that somebody must be asked, and no more.
    """
    for row in words()["exclusions"]:
        if row["filing"] != filing.mechanism:
            continue
        others = Filing.objects.filter(mechanism__in=row["after"]).about(filing.people.all())
        others = others.pending() if row["while"] == "pending" else others.filed()
        for other in others.exclude(pk=filing.pk):
            yield _sentence(other, row, by)


def _sentence(other: Filing, row: dict, by: Member) -> str:
    if not Case.objects.visible_to(by).filter(pk=other.case_id).exists():
        return _(
            "Somebody in the coalition may have brought this person's matter before another body already. "
            "Ask the coordinator before you go on."
        )
    told = {
        "mechanism": mechanisms()[other.mechanism].name,
        "case": other.case.code,
        "basis": said(row["basis"]),
        "certainty": RuleCertainty(row["certainty"]).label,
    }
    return _("The same person's matter is before %(mechanism)s (case %(case)s). %(basis)s (%(certainty)s)") % told
