"""The vault's door: unlocking, locking, and the page that a locked desk shows."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from guvoh.instruments.seal.keyslots import DamagedKeyslots, WrongPassphrase


@sensitive_post_parameters("passphrase")
@csrf_protect
def unlock(request: HttpRequest) -> HttpResponse:
    error = ""
    if request.method == "POST":
        try:
            settings.VAULT.unlock(request.POST.get("passphrase", ""))
        except WrongPassphrase:
            error = _("This passphrase does not open the vault. Check the keyboard language and try again.")
        except DamagedKeyslots:
            error = _("The file keyslots.json is missing or damaged. Restore it from the last backup.")
        else:
            return redirect("account_login")
    return render(request, "staff/unlock.html", {"error": error}, status=503 if error or request.method == "GET" else 200)


