from guvoh.config.settings import *  # noqa: F403 - the desk's settings but for the engine
from guvoh.config.settings import DATABASES

DATABASES["default"]["ENGINE"] = "bench.plain"
