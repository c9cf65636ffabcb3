from django.db import models
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.models import Task
from guvoh.desk.correspondence.models.letters import Letter
from guvoh.desk.correspondence.vocabulary import Cause
from guvoh.desk.staff.sealed_text import SealedCharField, SealedTexts


class Escalation(SealedTexts):
    """That silence or a formal reply was turned into a task and a drafted letter; once for each cause."""

    sealed_by = "letter__case"

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="escalations")
    cause = models.CharField(_("cause"), max_length=10, choices=Cause)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="escalation")
    # A draft may be thrown away by the lawyer; the task stays.
    drafted = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    obstacle = SealedCharField(_("why no letter could be drafted"), max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["letter", "cause"], name="escalated_once_for_a_cause")]

    def __str__(self) -> str:
        return f"{self.letter}: {self.get_cause_display()}"
