"""The vault's door: unlocking, and the page that a locked desk shows."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from guvoh.desk.staff.language import remember_language
from guvoh.instruments.seal.keyslots import DamagedKeyslots, WrongPassphrase


@login_not_required
@sensitive_post_parameters("passphrase")
@csrf_protect
def unlock(request: HttpRequest) -> HttpResponse:
    """Called by the middleware while the desk is locked; once it is open there is nothing to do here."""
    if "language" in request.POST:
        return remember_language(redirect("unlock"), request.POST["language"])
    error = ""
    if request.method == "POST":
        try:
            settings.VAULT.unlock(request.POST.get("passphrase", ""))
        except WrongPassphrase:
            error = _("This passphrase does not open the vault. Check the keyboard language and try again.")
        except DamagedKeyslots:
            error = _("The file keyslots.json is missing or damaged. Restore it from the last backup.")
    if settings.VAULT.status().unlocked:
        return redirect("account_login")
    return render(request, "staff/unlock.html", {"error": error, "locked": True}, status=503)
