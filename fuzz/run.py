"""`python -m fuzz.run HARNESS [libFuzzer options]`: one harness, until its time is over or it found something."""

import importlib
import sys

import atheris

name = sys.argv.pop(1)
with atheris.instrument_imports(include=["guvoh", "django.http"]):
    harness = importlib.import_module(f"fuzz.harnesses.{name}")
atheris.Setup(sys.argv, harness.one)
atheris.Fuzz()
