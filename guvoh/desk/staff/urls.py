from django.urls import path

from guvoh.desk.staff import (
    joining_views,
    member_views,
    organising_views,
    own_key_views,
    proposal_views,
    record_views,
    vault,
    views,
)

# No app name: sign-in, the middleware and every other app's templates name these pages plainly.
urlpatterns = [
    path("", views.home, name="home"),
    path("unlock/", vault.unlock, name="unlock"),
    path("lock/", views.lock, name="lock"),
    path("check-in/", vault.check_in, name="check_in"),
    path("language/", views.set_language, name="set_language"),
    path("awake/", views.awake, name="awake"),
    path("account/", views.account, name="account"),
    path("account/sessions/end/", views.sessions_end, name="sessions_end"),
    path("account/sessions/<slug:name>/end/", views.session_end, name="session_end"),
    path("account/danger/", views.danger, name="danger"),
    path("notices/<int:pk>/read/", views.notice_read, name="notice_read"),
    path("join/", joining_views.join, name="join"),
    path("second-person/", proposal_views.proposals, name="proposals"),
    path("second-person/<int:pk>/agree/", proposal_views.proposal_second, name="proposal_second"),
    path("second-person/<int:pk>/refuse/", proposal_views.proposal_refuse, name="proposal_refuse"),
    path("second-person/<int:pk>/withdraw/", proposal_views.proposal_withdraw, name="proposal_withdraw"),
    path("second-person/export/", proposal_views.export_ask, name="export_ask"),
    path("coalition/permissions/", views.permissions, name="permissions"),
    path("coalition/", views.coalition, name="coalition"),
    path("coalition/add/<slug:what>/", organising_views.add, name="coalition_add"),
    path("coalition/hotlines/<int:pk>/remove/", organising_views.hotline_remove, name="hotline_remove"),
    path("coalition/members/", member_views.members, name="members"),
    path("coalition/members/invite/", joining_views.invite, name="invite"),
    path(
        "coalition/invitations/<int:pk>/withdraw/", joining_views.invitation_withdraw, name="invitation_withdraw"
    ),
    path("coalition/members/<int:pk>/", member_views.member, name="member"),
    path("coalition/members/<int:pk>/roles/", member_views.member_roles, name="member_roles"),
    path("coalition/members/<int:pk>/passphrase/", member_views.member_passphrase, name="member_passphrase"),
    path("coalition/members/<int:pk>/active/", member_views.member_active, name="member_active"),
    path(
        "coalition/members/<int:pk>/second-factor/", member_views.member_second_factor, name="member_second_factor"
    ),
    path("coalition/members/<int:pk>/sessions/", member_views.member_sessions, name="member_sessions"),
    path("coalition/members/<int:pk>/danger/", member_views.member_danger, name="member_danger"),
    path("coalition/members/<int:pk>/leave/", member_views.member_leave, name="member_leave"),
    path("coalition/members/<int:pk>/record/", record_views.of_member, name="member_record"),
    path("account/own-key/", own_key_views.open_own_key, name="own_key"),
    path("account/record/", record_views.own, name="own_record"),
    path("record/", views.record, name="record"),
    path("record/heads/", record_views.heads, name="record_heads"),
]
