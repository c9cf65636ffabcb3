"""`python -m fuzz --minutes 10 [HARNESS ...]`: each harness in a process of its own, the time shared evenly.

What made one fail stays in fuzz/crashes, to be tried again by `python -m fuzz.one HARNESS FILE`. The exit status
is 1 when any failed.
"""

import argparse
import hashlib
import importlib
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CRASHES = HERE / "crashes"
INPUT_BYTES = 64 * 1024
MEMORY_MB = 2048
HANGS_AFTER_SECONDS = 20


def main() -> int:
    known = sorted(path.stem for path in (HERE / "harnesses").glob("[a-z]*.py"))
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("harness", nargs="*", choices=[*known, []], default=[])
    chosen = parser.parse_args()
    names = chosen.harness or known
    seconds = max(int(chosen.minutes * 60 / len(names)), 1)
    failed = [name for name in names if not _passes(name, seconds)]
    sys.stdout.write(f"Failed: {', '.join(failed)}. See {CRASHES}.\n" if failed else "Nothing was found.\n")
    return 1 if failed else 0


def _passes(name: str, seconds: int) -> bool:
    CRASHES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="guvoh-fuzz-") as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for seed in importlib.import_module(f"fuzz.harnesses.{name}").seeds():
            (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
        limits = [
            f"-max_total_time={seconds}",
            f"-max_len={INPUT_BYTES}",
            f"-rss_limit_mb={MEMORY_MB}",
            f"-timeout={HANGS_AFTER_SECONDS}",
            f"-artifact_prefix={CRASHES}/{name}-",
            "-print_final_stats=1",
            "-verbosity=0",
        ]
        command = [sys.executable, "-m", "fuzz.run", name, *limits, str(corpus)]
        run = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    _report(name, run)
    return run.returncode == 0


def _report(name: str, run: "subprocess.CompletedProcess[str]") -> None:
    tried = [line.split()[-1] for line in run.stderr.splitlines() if "number_of_executed_units" in line]
    sys.stdout.write(f"{name}: {tried[0] if tried else '?'} inputs\n")
    if run.returncode:
        sys.stdout.write(run.stdout[-4000:] + run.stderr[-4000:] + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
