from django.urls import path

from guvoh.desk.correspondence.views import bodies, deadlines, law, letters, traffic

app_name = "correspondence"
urlpatterns = [
    path("", deadlines.index, name="index"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/add/", bodies.add, name="body_add"),
    path("bodies/<int:pk>/", bodies.change, name="body_change"),
    path("rules/", law.rules, name="rules"),
    path("rules/<str:rule_id>/", law.rule, name="rule"),
    path("rules/<str:rule_id>/<int:pk>/take-back/", law.take_back, name="rule_take_back"),
    path("calendar/", law.days, name="calendar"),
    path("calendar/<int:pk>/take-out/", law.take_out, name="calendar_take_out"),
    path("ladder/<str:code>/", letters.ladder, name="ladder"),
    path("new/<str:code>/", letters.new, name="new"),
    path("clocks/<int:pk>/extend/", traffic.extend, name="clock_extend"),
    path("clocks/<int:pk>/close/", traffic.close, name="clock_close"),
    path("<int:pk>/", letters.letter, name="letter"),
    path("<int:pk>/edit/", letters.edit, name="edit"),
    path("<int:pk>/another-person/", letters.another_person, name="another_person"),
    path("<int:pk>/final/", letters.finalise, name="finalise"),
    path("<int:pk>/discard/", letters.discard, name="discard"),
    path("<int:pk>/letter.pdf", letters.pdf, name="pdf"),
    path("<int:pk>/letter.docx", letters.docx, name="docx"),
    path("<int:pk>/delivery/", traffic.deliver, name="deliver"),
    path("<int:pk>/reply/", traffic.reply, name="reply"),
    path("<int:pk>/follow/", letters.follow, name="follow"),
]
