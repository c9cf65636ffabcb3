"""`python -m bench.intake_server PORT`: the front door as it is served, with its limits lifted."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from guvoh.config import serving


def application() -> Any:
    """The real zone; a flood is what is measured here, so neither rate nor quota holds it up."""
    settings.ROOT_URLCONF = "bench.intake_urls"
    made = get_wsgi_application()
    # possible only once the zone is entered
    from guvoh.frontdoor import actions, quota  # noqa: PLC0415

    actions.sendings.burst = float("inf")
    actions.sendings.refill()
    quota.MAX_WAITING = sys.maxsize
    return made


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "guvoh.config.settings"
    serving.Zone(application, serving.options_of("frontdoor", f"127.0.0.1:{sys.argv[1]}", 1)).run()
