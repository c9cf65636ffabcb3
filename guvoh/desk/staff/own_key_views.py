from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters

from guvoh.desk.staff.forms import OwnKeyForm


@sensitive_post_parameters("password")
def open_own_key(request: HttpRequest) -> HttpResponse:
    """Opens a member's own key with her passphrase, where it was put away. It proves nothing else."""
    back = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("account")
    if request.method == "POST":
        limited = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
        if limited:
            return limited
    form = OwnKeyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.bring(request)
        return redirect(back)
    return render(request, "staff/own_key.html", {"form": form, "back": back})
