"""What keeps a process that holds the master key out of swap, core files and debuggers."""

import ctypes
import resource
import signal
from typing import Final

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
MCL_CURRENT_AND_FUTURE: Final = 3


def keep_out_of_swap_and_cores() -> None:
    """Call it first thing: neither another process of the same user nor the disk gets at what comes later."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Under a limit, locking all memory would make Argon2's 256 MiB fail: the unit file lifts the limit, and
    # where nobody did, encrypted swap has to do, as the operating notes say.
    if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY:
        libc.mlockall(MCL_CURRENT_AND_FUTURE)


def end_with_parent() -> None:
    """End this child process as soon as the one that made it is gone."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
