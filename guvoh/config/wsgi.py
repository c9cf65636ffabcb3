"""The WSGI application of the zone named by ZONE."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guvoh.config.settings")
application = get_wsgi_application()
