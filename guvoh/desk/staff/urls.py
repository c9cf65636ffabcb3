from django.urls import path

from guvoh.desk.staff import organising_views, record_views, vault, views

# No app name: sign-in, the middleware and every other app's templates name these pages plainly.
urlpatterns = [
    path("", views.home, name="home"),
    path("unlock/", vault.unlock, name="unlock"),
    path("lock/", views.lock, name="lock"),
    path("check-in/", vault.check_in, name="check_in"),
    path("language/", views.set_language, name="set_language"),
    path("awake/", views.awake, name="awake"),
    path("account/", views.account, name="account"),
    path("account/sessions/<slug:name>/end/", views.session_end, name="session_end"),
    path("coalition/", views.coalition, name="coalition"),
    path("coalition/add/<slug:what>/", organising_views.add, name="coalition_add"),
    path("coalition/hotlines/<int:pk>/remove/", organising_views.hotline_remove, name="hotline_remove"),
    path("coalition/members/", views.members, name="members"),
    path("coalition/members/add/", views.member_add, name="member_add"),
    path("coalition/members/<int:pk>/", views.member, name="member"),
    path("coalition/members/<int:pk>/roles/", views.member_roles, name="member_roles"),
    path("coalition/members/<int:pk>/passphrase/", views.member_passphrase, name="member_passphrase"),
    path("coalition/members/<int:pk>/active/", views.member_active, name="member_active"),
    path("coalition/members/<int:pk>/second-factor/", views.member_second_factor, name="member_second_factor"),
    path("coalition/members/<int:pk>/sessions/", views.member_sessions, name="member_sessions"),
    path("coalition/members/<int:pk>/record/", record_views.of_member, name="member_record"),
    path("account/record/", record_views.own, name="own_record"),
    path("record/", views.record, name="record"),
    path("record/heads/", record_views.heads, name="record_heads"),
]
