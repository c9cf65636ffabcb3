"""Why nothing was made of a file, in words."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

REASONS: Final[dict[str, Any]] = {
    "empty": _("This file is empty."),
    "not_on_the_list": _(
        "Files of this kind are not opened here. The sealed original is kept; ask a specialist to look "
        "at it on a machine without network."
    ),
    "another_kind": _(
        "The name of this file says one kind, its content another. That can be a trap, so it is not opened."
    ),
    "damaged": _("This file is damaged or cut short. The sealed original is kept as it came."),
    "not_intact": _(
        "The sealed original does not open any more: it was changed on the disk, or it is gone. Tell your "
        "administrator at once."
    ),
    "locked": _("This document has a password. Ask who sent it for a copy without one."),
    "bomb": _("This file would unpack to far more than it should. It is not opened."),
    "archive_tricks": _("This document hides links or paths in its archive. It is not opened."),
    "nested": _("This document holds another archive inside. It is not opened."),
    "entities": _("This document declares things that honest programs never write. It is not opened."),
    "too_many_pixels": _("This picture has too many pixels to be opened safely."),
    "too_large": _("This file is too large for a safe view. The sealed original is kept."),
    "too_long": _("Making a view took too long and was stopped."),
    "too_much": _("The view grew without end and was stopped."),
    "broke": _("The program that opens such files broke on it. It is not tried again by itself."),
    "no_office": _(
        "LibreOffice is missing on the server. The operator installs the packages "
        "libreoffice-writer-nogui, libreoffice-calc-nogui and libreoffice-impress-nogui."
    ),
    "no_ffmpeg": _("ffmpeg is missing on the server. The operator installs the package ffmpeg."),
    "no_sandbox": _(
        "bubblewrap is missing on the server, and nothing is opened without it. The operator installs "
        "the package bubblewrap."
    ),
    "no_weights": _("The model that finds faces is missing on the server. The operator runs make setup again."),
    "no_picture": _("Only pictures and videos can become copies for publication."),
    "too_long_for_copy": _("A copy for publication can be made of at most ten minutes of video. Cut it first."),
    "too_many_faces": _("There are too many faces to decide on one by one. Cut the video into shorter ones."),
    "metadata_left": _(
        "Something of the original was still in the copy when it was read again. It was thrown away."
    ),
    "gave_up": _("The workshop was stopped several times at this file. It is not tried again by itself."),
    "source_deleted": _("The file it was made of was deleted."),
    "scan_found": _("The virus scanner calls this file harmful. No view is made of it."),
}


def reason_worded(code: str) -> str:
    return str(REASONS.get(code, REASONS["broke"]))
