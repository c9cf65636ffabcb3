"""Shapes of what a coordinator types about the coalition itself. Nothing here saves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from guvoh.desk.staff.models import GroupSeat, Hotline, Organisation, WorkingGroup


class OrganisationForm(forms.ModelForm):
    standing = forms.ChoiceField(
        label=_("Standing"),
        choices=[
            choice for choice in Organisation.Standing.choices if choice[0] != Organisation.Standing.COALITION
        ],
    )

    class Meta:
        model = Organisation
        fields = ["name_tg", "name_ru", "name_en", "standing", "region"]
        labels = {"region": _("Region")}


class GroupForm(forms.ModelForm):
    class Meta:
        model = WorkingGroup
        fields = ["name_tg", "name_ru", "name_en"]


class SeatForm(forms.ModelForm):
    class Meta:
        model = GroupSeat
        fields = ["group", "member", "seat"]
        labels = {"group": _("Working group"), "member": _("Colleague"), "seat": _("Seat")}


class HotlineForm(forms.ModelForm):
    class Meta:
        model = Hotline
        fields = ["organisation", "number", "region", "audience_tg", "audience_ru", "audience_en"]
        labels = {
            "organisation": _("Organisation"),
            "number": _("Telephone"),
            "region": _("Region"),
            "audience_tg": _("For whom, in Tajik"),
            "audience_ru": _("For whom, in Russian"),
            "audience_en": _("For whom, in English"),
        }
        help_texts = {"region": _("Leave it open for a number that serves the whole country.")}
