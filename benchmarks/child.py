"""Child processes, measured: wall and processor time and peak memory of one run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command."""

    seconds: float
    """Wall time."""
    cpu: float
    """Seconds of processor time, its own and the system's for it."""
    peak: int
    """Most bytes of memory resident at once."""


def installed() -> str:
    """Return the ``tigang`` of this interpreter's environment; end the script if there is none."""
    script = Path(sys.executable).with_name("tigang")
    if not script.exists():
        sys.exit(f"no tigang beside {sys.executable}; install the project first")
    return str(script)


def measure(command: list[str], output: Path | None = None) -> Run:
    """Run a command, its output written to a file or thrown away.

    Bytecode is kept, as for an installed package, also where the environment says otherwise.

    Raises
    ------
    RuntimeError
        If it does not end with 0.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with (output or Path(os.devnull)).open("wb") as sink:
        start = time.perf_counter()
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=environment,
        )
        assert child.stderr is not None
        with child.stderr as stream:
            complaint = stream.read()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)  # wait4 took it; Popen must not wait again
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit code {child.returncode}: {complaint.strip()[-500:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)
