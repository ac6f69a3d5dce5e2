"""Contacts from a CSV file, found again by their number; what the file leaves blank stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, get_args

import sqlalchemy as sa

from boxoffice_tui.data.conditions import present, present_of
from boxoffice_tui.data.importers.contacts import ContactDefaults, ContactRow, read_contacts
from boxoffice_tui.data.importers.files import Findings
from boxoffice_tui.data.tables.contacts import (
    ADDRESSES,
    COMMUNITY_TYPES,
    CONTACT_EMAILS,
    CONTACT_NAMES,
    CONTACT_PHONES,
    CONTACT_WORDS,
    CONTACTS,
    STRUCTURES,
)
from boxoffice_tui.rules.contacts import words_of
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import fold, fold_email
from boxoffice_tui.services import numbering
from boxoffice_tui.services.attempt import attempting
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.imports.batches import Meter, chunks, span, take_ids, write_rows
from boxoffice_tui.services.imports.found import ignore_progress, told
from boxoffice_tui.services.setup.build import update_many
from boxoffice_tui.services.setup.reasons import ImportReason
from boxoffice_tui.services.setup.values import Language
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.setup import ImportReport, Progress

CHUNK = 5_000
_SILENT = ""
_VERSIONED = (CONTACT_NAMES, CONTACT_EMAILS, CONTACT_PHONES, ADDRESSES)


def import_contacts(
    desk: Desk, file: BinaryIO, *, dry_run: bool = False, progress: Progress = ignore_progress
) -> ImportReport:
    """Adds the contacts of a CSV file and replaces what changed of those that are there, by their number.

    Erased contacts stay erased and merged ones merged, with a warning. The journal has a line for every 5,000
    rows. `progress` counts bytes. Raises `NotAllowedError` (imports.run).
    """
    report = ImportReport(dry_run)
    with attempting(desk, Right.IMPORTS_RUN) as attempt:
        findings = Findings()
        writer = _Writer(attempt.work, findings)
        languages = (*get_args(Language), _SILENT)
        defaults = ContactDefaults(languages, _SILENT, attempt.work.house.country)
        meter = Meter(file, progress)
        for rows in chunks(read_contacts(file, defaults, findings), CHUNK):
            if findings.failed:
                writer.look_at(rows)
            else:
                writer.write(rows)
            meter.tell()
        writer.end()
        meter.tell()
        report = ImportReport(
            dry_run,
            created=writer.created,
            changed=writer.changed,
            unchanged=writer.unchanged,
            problems=told(findings.problems),
            warnings=told(findings.warnings),
        )
        attempt.keep = report.written
    return report


class _Writer:
    """Writes contacts chunk by chunk; structures are found by their folded name."""

    def __init__(self, work: Work, findings: Findings) -> None:
        self._work = work
        self._findings = findings
        self.created = self.changed = self.unchanged = 0
        self._last_number = 0
        connection = work.connection
        types = sa.select(COMMUNITY_TYPES.c.code, COMMUNITY_TYPES.c.id)
        self._communities = {row.code: row.id for row in connection.execute(types)}
        structures = connection.execute(sa.select(STRUCTURES).order_by(STRUCTURES.c.id.desc()))
        self._structures = {row.name_folded: row.id for row in structures}
        self._types = {row.id: row.community_type_id for row in connection.execute(sa.select(STRUCTURES))}

    def write(self, rows: Sequence[ContactRow]) -> None:
        """Adds and changes contacts."""
        there = self._there(rows)
        new = [row for row in rows if row.number not in there]
        ids = take_ids(self._work, CONTACTS, len(new))
        structures = {row.line: self._structure(row) for row in rows}
        known: dict[int, dict[sa.Table, Any]] = self._present([one.id for one in there.values()])
        write_rows(
            self._work,
            CONTACTS,
            [
                {
                    "id": contact_id,
                    "number": row.number,
                    "structure_id": structures[row.line],
                    "language": row.language or self._work.house.language,
                }
                for contact_id, row in zip(ids, new, strict=True)
            ],
        )
        changes = _Changes(self._work)
        for contact_id, row in zip(ids, new, strict=True):
            changes.compare(contact_id, row, {})
        changed = [
            contact.id
            for row in rows
            if (contact := there.get(row.number)) is not None
            and self._may_change(row, contact)
            and changes.settle(contact, row, structures[row.line], known.get(contact.id, {}))
        ]
        changes.write()
        _write_words(self._work, [*ids, *changed])
        self._count(rows, ids, changed)

    def look_at(self, rows: Sequence[ContactRow]) -> None:
        """Notes what does not fit the house in rows that will not be written."""
        for row in rows:
            self._community(row)

    def end(self) -> None:
        """Numbers given from now on begin behind those of the file."""
        if self._last_number:
            numbering.at_least(self._work, numbering.CONTACT, self._last_number)

    def _count(self, rows: Sequence[ContactRow], ids: Sequence[int], changed: Sequence[int]) -> None:
        self.created += len(ids)
        self.changed += len(changed)
        self.unchanged += len(rows) - len(ids) - len(changed)
        self._last_number = max(self._last_number, *(row.number for row in rows))
        if ids or changed:
            self._work.journal("contacts_imported", contact_ids=span(ids), changed_ids=span(sorted(changed)))

    def _there(self, rows: Sequence[ContactRow]) -> dict[int, Any]:
        query = sa.select(CONTACTS).where(CONTACTS.c.number.in_([row.number for row in rows]))
        found = self._work.connection.execute(query.order_by(CONTACTS.c.id).with_for_update())
        return {row.number: row for row in found}

    def _present(self, contact_ids: Sequence[int]) -> dict[int, dict[sa.Table, Any]]:
        """The present names, e-mails, phones and addresses of contacts."""
        found: dict[int, dict[sa.Table, Any]] = {}
        for table in _VERSIONED if contact_ids else ():
            query = sa.select(table).where(table.c.contact_id.in_(contact_ids), present(table))
            for row in self._work.connection.execute(query):
                found.setdefault(row.contact_id, {})[table] = row
        return found

    def _may_change(self, row: ContactRow, contact: Any) -> bool:
        if contact.merged_into_id is not None:
            reason = ImportReason.CONTACT_MERGED
        elif contact.erased_at is not None:
            reason = ImportReason.CONTACT_ERASED
        else:
            return True
        self._findings.warn(row.line, "number", reason, number=row.number)
        return False

    def _structure(self, row: ContactRow) -> int | None:
        """The structure a row names, made where there is none; its community type as the row says."""
        if not row.structure:
            return None
        community = self._community(row)
        if self._findings.spoilt(row.line):
            return None
        folded = fold(row.structure)
        found = self._structures.get(folded)
        if found is None:
            number = numbering.reserve(self._work, numbering.STRUCTURE, 1)
            found = self._work.insert(
                STRUCTURES,
                number=number,
                name=row.structure,
                name_folded=folded,
                community_type_id=community,
            )
            self._structures[folded], self._types[found] = found, community
        elif community is not None and self._types[found] != community:
            update_many(self._work, STRUCTURES, [{"community_type_id": community, "its_id": found}])
            self._types[found] = community
        return found


    def _community(self, row: ContactRow) -> int | None:
        """The community type a row names for its structure; a problem where there is none such."""
        community = self._communities.get(row.community_type)
        if row.structure and row.community_type and community is None:
            reason = ImportReason.COMMUNITY_UNKNOWN
            self._findings.problem(row.line, "community_type", reason, name=row.community_type)
        return community


class _Changes:
    """The rows of one chunk to end and to add."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._ended: dict[sa.Table, list[int]] = {table: [] for table in _VERSIONED}
        self._added: dict[sa.Table, list[dict[str, object]]] = {table: [] for table in _VERSIONED}
        self._contacts: list[dict[str, object]] = []

    def settle(
        self, contact: Any, row: ContactRow, structure_id: int | None, present: Mapping[sa.Table, Any]
    ) -> bool:
        """Notes what differs of a contact that is there; whether anything does."""
        values = {
            "language": row.language or contact.language,
            "structure_id": structure_id or contact.structure_id,
        }
        differs = any(getattr(contact, name) != value for name, value in values.items())
        if differs:
            self._contacts.append({**values, "its_id": contact.id})
        return self.compare(contact.id, row, present) or differs

    def compare(self, contact_id: int, row: ContactRow, present: Mapping[sa.Table, Any]) -> bool:
        """Notes the name, e-mail, phone and address a row brings that differ; whether any does."""
        found = False
        for table, values in _said(row):
            there = present.get(table)
            if there is not None:
                if all(getattr(there, name) == value for name, value in values.items()):
                    continue
                self._ended[table].append(there.id)
            self._added[table].append({"contact_id": contact_id, "since": self._work.now, **values})
            found = True
        return found

    def write(self) -> None:
        """Writes what was noted."""
        update_many(self._work, CONTACTS, self._contacts)
        for table in _VERSIONED:
            ended = [{"until": self._work.now, "its_id": row_id} for row_id in self._ended[table]]
            update_many(self._work, table, ended)
            write_rows(self._work, table, self._added[table])


def _said(row: ContactRow) -> Iterator[tuple[sa.Table, dict[str, str]]]:
    """What a row says; what is blank it does not say."""
    if row.last_name or row.first_name:
        yield CONTACT_NAMES, {"last_name": row.last_name, "first_name": row.first_name}
    if row.email:
        yield CONTACT_EMAILS, {"email": row.email, "email_folded": fold_email(row.email)}
    if row.phone:
        yield CONTACT_PHONES, {"phone": row.phone}
    if row.street or row.postal_code or row.city or row.region:
        address = {"street": row.street, "postal_code": row.postal_code, "city": row.city}
        yield ADDRESSES, {**address, "region": row.region, "country": row.country}


def _write_words(work: Work, contact_ids: Sequence[int]) -> None:
    """Makes the words contacts are found by those of their present names and structures."""
    if not contact_ids:
        return
    work.connection.execute(sa.delete(CONTACT_WORDS).where(CONTACT_WORDS.c.contact_id.in_(contact_ids)))
    query = (
        sa.select(CONTACTS.c.id, CONTACT_NAMES.c.last_name, CONTACT_NAMES.c.first_name, STRUCTURES.c.name)
        .join(CONTACT_NAMES, present_of(CONTACT_NAMES, CONTACTS.c.id), isouter=True)
        .join(STRUCTURES, STRUCTURES.c.id == CONTACTS.c.structure_id, isouter=True)
        .where(CONTACTS.c.id.in_(contact_ids))
    )
    rows = [
        {"word": word, "contact_id": row.id}
        for row in work.connection.execute(query)
        for word in sorted(words_of(row.last_name or "", row.first_name or "", row.name or ""))
    ]
    write_rows(work, CONTACT_WORDS, rows)
