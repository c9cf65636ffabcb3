from django.urls import path

from guvoh.desk.casework.views import meeting

app_name = "people"
urlpatterns = [
    path("", meeting.meet, name="meet"),
    path("ask/", meeting.ask, name="ask"),
    path("questions/<int:pk>/", meeting.enquiry, name="enquiry"),
]
