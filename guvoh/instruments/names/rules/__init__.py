"""The rules of the names instrument as data: letters, endings, given names, words, places, figures, phrases.

Owns the YAML files beside it and their loading. Never holds a rule in code.
"""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load(name: str) -> Any:
    """The decoded rule file `name`. Every scalar stays text, so that the words `no` and `on` remain words."""
    source = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506 - our own files; builds plain text only
