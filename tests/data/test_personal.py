"""Nothing that is a contact's is left out where contacts are merged or forgotten."""

from __future__ import annotations

from boxoffice_tui.data.models.metadata import METADATA
from boxoffice_tui.data.personal import BELONGING, PERSONAL
from boxoffice_tui.data.tables.contacts import CONTACT_WORDS


def test_each_table_that_names_a_contact_is_known() -> None:
    known = {table.name for table in (*BELONGING, CONTACT_WORDS, *(table for _, table, _ in PERSONAL))}
    assert known == {table.name for table in METADATA.tables.values() if "contact_id" in table.columns}
