from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guvoh.desk.casework import actions
from guvoh.desk.casework.access import opens_cases
from guvoh.desk.casework.meeting import (
    Told,
    enquiry_for,
    meets_people,
    people_met,
    questions_of,
    questions_to,
)
from guvoh.desk.casework.meeting_forms import AnswerForm, EnquiryForm, MeetForm
from guvoh.desk.staff.access import require
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.record import record
from guvoh.desk.staff.searching import asked, remember

SEARCH = "people"


def meet(request: HttpRequest) -> HttpResponse:
    require(meets_people, request.user)
    if request.method == "POST":
        return remember(request, SEARCH)
    return _meet_page(request, EnquiryForm())


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    require(opens_cases, request.user)
    told, form = _told(request), EnquiryForm(request.POST)
    if told is None:
        return redirect("people:meet")
    if form.is_valid():
        done, _enquiry = attempt(form, actions.ask_coalition, told, form.cleaned_data["reason"], by=request.user)
        if done:
            messages.success(
                request,
                _(
                    "Your question was sent. If somebody in the coalition works with this person, she sees it and "
                    "decides whether to answer. No answer does not mean that nobody knows the person."
                ),
            )
            return redirect("people:meet")
    return _meet_page(request, form)


def _told(request: HttpRequest) -> Told | None:
    typed = MeetForm(asked(request, SEARCH))
    return Told(**typed.cleaned_data) if typed.is_valid() else None


def _meet_page(request: HttpRequest, enquiry_form: EnquiryForm) -> HttpResponse:
    typed = asked(request, SEARCH)
    form = MeetForm(typed or None)
    told = Told(**form.cleaned_data) if form.is_valid() else None
    met = people_met(request.user, told.sought) if told else []
    if told:
        record("people.searched", by=request.user, shown=len(met))
    context = {
        "form": form,
        "told": told,
        "met": met,
        "may_ask": opens_cases(request.user),
        "enquiry_form": enquiry_form,
        "asked": questions_of(request.user),
        "waiting": questions_to(request.user),
    }
    return render(request, "casework/meet.html", context, status=422 if enquiry_form.is_bound else 200)


def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    question, met = enquiry_for(request.user, pk)
    form = AnswerForm(request.POST or None, cases=list({case: 1 for each in met for case, _roles in each.cases}))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["decision"] == AnswerForm.SILENCE:
            done, _answer = attempt(form, actions.leave_unanswered, question, by=request.user)
            sentence = _("You said nothing. The question is off your list.")
        else:
            message = form.cleaned_data["message"]
            done, _answer = attempt(
                form, actions.answer_enquiry, question, message, by=request.user, case=form.case
            )
            sentence = _("Your colleague has your answer.")
        if done:
            messages.success(request, sentence)
            return redirect("people:meet")
    context = {"question": question, "met": met, "form": form}
    return render(request, "casework/enquiry.html", context, status=422 if form.is_bound else 200)
