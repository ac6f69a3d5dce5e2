"""Build hook: compiles the catalogues, so that a wheel and an editable install hold them."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueBuildHook(BuildHookInterface[Any]):
    """Runs the command that `make` runs: one place knows how a catalogue is compiled."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every `.po` of `boxoffice_tui/locales`; a fault in a catalogue fails the build."""
        subprocess.run([sys.executable, "-m", "boxoffice_tui.locales.compile"], cwd=self.root, check=True)
