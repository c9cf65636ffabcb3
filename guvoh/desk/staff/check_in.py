"""The block on the front page by which a member says that all is well. Drawn only where the vault waits for it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone

from guvoh.desk.staff.models import Member


def panel(_member: Member) -> dict[str, Any] | None:
    left = settings.VAULT.left().get("check_in")
    return None if left is None else {"until": timezone.now() + dt.timedelta(seconds=left)}
