"""`make bench`: every benchmark in a process of its own, ratios beside milliseconds; nothing is asserted."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

SCREENS = ("start", "cli_start", "keys", "counter", "seat_map", "paged_table")
SERVICES = ("sale", "delivery", "shipments", "import_orders", "search")


def main() -> None:
    """Runs those named, or all."""
    print(f"{platform.node() or 'this machine'}: Python {platform.python_version()}, {platform.platform()}")
    folder = Path(__file__).parent
    for name in sys.argv[1:] or (*SCREENS, *SERVICES):
        first_line = (folder / f"{name}.py").read_text("utf-8").splitlines()[0].strip('"')
        print(f"\n## {name}: {first_line}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)


if __name__ == "__main__":
    main()
