"""The Core tables that services speak are the ones the models say."""

from __future__ import annotations

from importlib import import_module

import pytest

from boxoffice_tui.data.models import core_tables
from boxoffice_tui.data.models.core_tables import SUBJECTS, written
from boxoffice_tui.data.models.metadata import METADATA


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_module_is_as_it_is_written(subject: str) -> None:
    there = (core_tables.FOLDER / f"{subject}.py").read_text(encoding="utf-8")
    assert there == written(subject), "`make tables` was forgotten"


def test_every_table_of_the_models_is_there() -> None:
    named = [
        getattr(import_module(f"boxoffice_tui.data.tables.{subject}"), name).name
        for subject in SUBJECTS
        for name in import_module(f"boxoffice_tui.data.models.{subject}").TABLES
    ]
    assert sorted(named) == sorted(METADATA.tables)
