"""The vault's door: unlocking, the page that a locked desk shows, and the check-in of members.

Nothing here asks the database while the vault is locked, and nothing that was typed is shown again.
"""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from guvoh.desk.staff import actions
from guvoh.desk.staff.language import remember_language
from guvoh.desk.staff.unlocking import EXPECTED, WAYS, Untried, trouble_with, typed_secret

# Anybody can send something here: a key file, a few words, and no more.
MOST_BYTES: Final = 96 * 1024


@login_not_required
@sensitive_post_parameters()
def unlock(request: HttpRequest) -> HttpResponse:
    """Called by the middleware while the desk is locked; once it is open there is nothing to do here."""
    if settings.VAULT.status().unlocked:
        return redirect("account_login")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        too_much = _("That is too much. The key file may have 64 KB at most.")
        return _page(request, {"way": "keyfile", "error": too_much})
    # in memory, whatever handler the rest of the desk has: a key file never touches the disk
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    return _unlock(request)


@csrf_protect
def _unlock(request: HttpRequest) -> HttpResponse:
    if "language" in request.POST:
        return remember_language(redirect("unlock"), request.POST["language"])
    chosen = request.POST.get("way") or request.GET.get("way")
    way = chosen if chosen in WAYS else "passphrase"
    error = ""
    if request.method == "POST":
        try:
            settings.VAULT.unlock(typed_secret(way, request))
        except Untried as untried:
            error = str(untried)
        except EXPECTED as refused:
            error = trouble_with(refused, way)
        else:
            return redirect("account_login")
    return _page(request, {"way": way, "error": error})


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    ways = [(name, label) for name, label in WAYS.items() if name != context["way"]]
    return render(
        request, "staff/unlock.html", {**context, "ways": ways, "sheets": (1, 2, 3), "locked": True}, status=503
    )


@require_POST
def check_in(request: HttpRequest) -> HttpResponse:
    """A member says that all is well, where the vault waits for that."""
    actions.check_in(by=request.user)
    messages.success(request, _("Checked in. The desk stays open."))
    return redirect("home")
