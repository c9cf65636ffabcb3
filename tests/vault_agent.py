"""A real vault agent in a process of its own, as every test that needs a vault has it."""

import subprocess
import sys
import time
from pathlib import Path

from guvoh.instruments.seal.vault import Vault, VaultUnreachable

PROGRAM = """
import sys, pathlib
from guvoh.instruments.seal.agent import serve
from guvoh.instruments.seal.locking import LockTerms
folder = pathlib.Path(sys.argv[1])
terms = dict(word.split("=") for word in sys.argv[2:])
serve(folder / "vault.sock", folder / "keyslots.json", LockTerms(**{k: float(v) for k, v in terms.items()}))
"""


def start(folder: Path, **terms: float) -> tuple[subprocess.Popen[bytes], Vault]:
    """Start an agent on the keyslots.json in `folder`; the vault is locked when this returns.

    `terms` are those of LockTerms, in seconds.
    """
    told = [f"{name}={seconds}" for name, seconds in terms.items()]
    agent = subprocess.Popen([sys.executable, "-c", PROGRAM, str(folder), *told])
    vault = Vault(folder / "vault.sock")
    for _ in range(200):
        try:
            vault.status()
        except VaultUnreachable:
            time.sleep(0.05)
        else:
            return agent, vault
    agent.terminate()
    raise SystemExit("the vault agent did not start")
