from django.urls import path

from guvoh.desk.casework.views import cases, events, help, people

app_name = "casework"
urlpatterns = [
    path("", cases.index, name="index"),
    path("new/", cases.new, name="new"),
    path("referrals/<int:pk>/", help.referral, name="referral"),
    path("referrals/<int:pk>/accept/", help.referral_accept, name="referral_accept"),
    path("<str:code>/", cases.case, name="case"),
    path("<str:code>/describe/", cases.describe, name="describe"),
    path("<str:code>/team/add/", cases.team_add, name="team_add"),
    path("<str:code>/team/<int:pk>/leave/", cases.team_leave, name="team_leave"),
    path("<str:code>/close/", cases.close, name="close"),
    path("<str:code>/reopen/", cases.reopen, name="reopen"),
    path("<str:code>/seal/", cases.seal, name="seal"),
    path("<str:code>/people/add/", people.add, name="person_add"),
    path("<str:code>/people/<int:pk>/", people.person, name="person"),
    path("<str:code>/people/<int:pk>/name/", people.name, name="person_name"),
    path("<str:code>/people/<int:pk>/detail/", people.detail, name="person_detail"),
    path("<str:code>/consents/add/", people.consent_add, name="consent_add"),
    path("<str:code>/consents/<int:pk>/withdraw/", people.consent_withdraw, name="consent_withdraw"),
    path("<str:code>/events/add/", events.add, name="event_add"),
    path("<str:code>/events/<int:pk>/", events.event, name="event"),
    path("<str:code>/events/<int:pk>/change/", events.change, name="event_change"),
    path("<str:code>/events/<int:pk>/acts/add/", events.act_add, name="act_add"),
    path("<str:code>/events/<int:pk>/sources/add/", events.source_add, name="source_add"),
    path("<str:code>/events/<int:pk>/figures/add/", events.figure_add, name="figure_add"),
    path("<str:code>/acts/<int:pk>/involve/", events.involve_add, name="involve_add"),
    path("<str:code>/needs/add/", help.need_add, name="need_add"),
    path("<str:code>/needs/<int:pk>/refer/", help.refer, name="refer"),
    path("<str:code>/referrals/<int:pk>/appointment/", help.appointment, name="appointment"),
    path("<str:code>/referrals/<int:pk>/close/", help.referral_close, name="referral_close"),
    path("<str:code>/interventions/add/", help.intervention_add, name="intervention_add"),
    path("<str:code>/tasks/add/", help.task_add, name="task_add"),
    path("<str:code>/tasks/<int:pk>/done/", help.task_done, name="task_done"),
]
