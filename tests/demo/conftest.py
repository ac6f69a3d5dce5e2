"""A small demo, built once for all tests of a run, and copies of it."""

from __future__ import annotations

import os
import pwd
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from boxoffice_tui.demo.build import DATABASE, PRISTINE, Size, build_demo, write_settings

ACCOUNT = pwd.getpwuid(os.getuid()).pw_name
BUILT_AT = datetime.fromisoformat("2026-11-23T14:07-05:00")
SMALL = Size(orders=260, customers=140)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo of this run: whoever comes first builds it, the other test processes wait."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo"
    build_demo(folder, ACCOUNT, BUILT_AT, lambda _done, _to_do: None, SMALL)
    return folder


@pytest.fixture
def demo(built: Path, tmp_path: Path) -> Path:
    """A demo of this test's own, as it was built."""
    folder = tmp_path / "demo"
    folder.mkdir(mode=0o700)
    for name in (PRISTINE, DATABASE):
        shutil.copy(built / PRISTINE, folder / name)
    write_settings(folder)
    return folder
