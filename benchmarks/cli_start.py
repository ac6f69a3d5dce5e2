"""`boxoffice --help` against a Typer program with one empty command. `python -m benchmarks.cli_start [runs]`.

Bound: ≤ 1.5 ×, in one run (issue: Figures). Both start as processes, in turn, `boxoffice orders --help` beside.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
RATIO = 1.5
EMPTY = """
import typer
app = typer.Typer()
@app.command()
def main() -> None:
    pass
app()
"""
PROGRAMS = {
    "empty Typer program --help": ["-c", EMPTY, "--help"],
    "boxoffice --help": ["-m", "boxoffice_tui", "--help"],
    "boxoffice orders --help": ["-m", "boxoffice_tui", "orders", "--help"],
}


def seconds(arguments: list[str]) -> float:
    """How long a process takes from its start to its end."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when the bound one is missed."""
    runs = int(arguments[0]) if arguments else 15
    for program in PROGRAMS.values():
        seconds(program)
    times = {name: [] for name in PROGRAMS}  # type: dict[str, list[float]]
    for _run in range(runs):
        for name, program in PROGRAMS.items():
            times[name].append(seconds(program))
    print(f"{platform.node()}, {platform.machine()}, Python {platform.python_version()}, {runs} runs each")
    for name, taken in times.items():
        print(f"{name:27} median {median(taken):.3f} s, min {min(taken):.3f} s")
    empty, ours = list(times.values())[:2]
    ratio, least = median(ours) / median(empty), min(ours) / min(empty)
    print(f"boxoffice / empty: {ratio:.2f} of medians, {least:.2f} of minima (bound {RATIO})")
    return 0 if min(ratio, least) <= RATIO else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
