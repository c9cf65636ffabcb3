"""`python -m fuzz.one HARNESS FILE`: one input again, without the fuzzer, so that the failure shows its place."""

import importlib
import sys
from pathlib import Path

importlib.import_module(f"fuzz.harnesses.{sys.argv[1]}").one(Path(sys.argv[2]).read_bytes())
