from django.urls import path

from guvoh.desk.facts import views

app_name = "guard"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("add/", views.propose, name="rule_add"),
    path("<int:pk>/confirm/", views.confirm, name="rule_confirm"),
    path("<int:pk>/withdraw/", views.withdraw, name="rule_withdraw"),
]
