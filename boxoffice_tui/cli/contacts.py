"""`boxoffice contacts`: found, added, changed, erased, handed over (spec/reliability.md, G1)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.files import write_new
from boxoffice_tui.cli.output import Column, Sheet, as_json
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import LANGUAGES, N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.contacts import ContactRow, Merged, PostalAddress, SimilarContact

app = noun()

Number = Annotated[str, typer.Argument(metavar="NUMBER", help=N_("The contact's number (contacts find)."))]
NUMBER = "NUMBER"
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Address:
    """The options that say a postal address."""

    street: Annotated[str, typer.Option("--street", metavar="TEXT", help=N_("Street and house number."))] = ""
    postal_code: Annotated[str, typer.Option("--postal-code", metavar="TEXT", help=N_("Postal code."))] = ""
    city: Annotated[str, typer.Option("--city", metavar="TEXT", help=N_("Town."))] = ""
    region: Annotated[str, typer.Option("--region", metavar="TEXT", help=N_("Province or state."))] = ""
    country: Annotated[
        str, typer.Option("--country", metavar="CA", help=N_("ISO 3166; the house's where it is left out."))
    ] = ""

    def postal(self) -> PostalAddress:
        """The address as services take it."""
        from boxoffice_tui.views.contacts import PostalAddress

        return PostalAddress(self.street, self.postal_code, self.city, self.region, self.country)


@dataclass(frozen=True, slots=True)
class Person:
    """The options that say who a contact is, and how to reach them."""

    last_name: Annotated[str, typer.Option("--last-name", metavar="NAME", help=N_("Last name."))] = ""
    first_name: Annotated[str, typer.Option("--first-name", metavar="NAME", help=N_("First name."))] = ""
    structure: Annotated[
        str, typer.Option("--structure", metavar="NAME", help=N_("The structure the contact stands for."))
    ] = ""
    email: Annotated[str, typer.Option("--email", metavar="ADDRESS", help=N_("E-mail address."))] = ""
    phone: Annotated[str, typer.Option("--phone", metavar="NUMBER", help=N_("Phone number."))] = ""
    speaks: Annotated[
        str, typer.Option("--speaks", metavar="fr|en|de|es|it", help=N_("The language of its mails."))
    ] = ""


@command(app, "find", N_("Find contacts by number, name, e-mail, structure, town or postal code."))
def find(
    session: Session,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=N_("Number, name, e-mail, structure, town."))],
    limit: Annotated[str, typer.Option("--limit", metavar="COUNT", help=N_("At most so many, 50."))] = "50",
) -> None:
    from boxoffice_tui.services.contacts import find_contacts

    found = find_contacts(session.desk, text, typed.count("--limit", limit, most=_MOST))
    session.answer({"contacts": found}, lambda sheet: _tell(sheet, found))


@command(app, "add", N_("Add a contact."), writes=True)
def add(session: Session, key: str, person: Person, address: Address) -> None:
    from boxoffice_tui.services.contacts import add_contact
    from boxoffice_tui.services.similar_contacts import similar_contacts
    from boxoffice_tui.views.contacts import NewContact

    speaks = typed.one_of("--speaks", person.speaks, LANGUAGES) if person.speaks else ""
    contact = NewContact(
        last_name=person.last_name,
        first_name=person.first_name,
        structure=person.structure,
        email=person.email,
        phone=person.phone,
        language=speaks,
        address=address.postal(),
    )
    contact_id = add_contact(session.desk, key, contact)
    _tell_added(session, key, contact_id, similar_contacts(session.desk, contact, besides=contact_id))


@command(
    app, "change-name", N_("Give a contact another name; the old one is kept with its dates."), writes=True
)
def change_name(
    session: Session,
    key: str,
    number: Number,
    last_name: Annotated[str, typer.Argument(metavar="LAST_NAME", help=N_("Last name."))],
    first_name: Annotated[str, typer.Argument(metavar="[FIRST_NAME]", help=N_("First name."))] = "",
) -> None:
    from boxoffice_tui.services import contacts

    contact_id = typed.contact_id(session, NUMBER, number)
    _tell_changed(session, key, contacts.change_name(session.desk, key, contact_id, last_name, first_name))


@command(app, "change-email", N_("Give a contact another e-mail address."), writes=True)
def change_email(
    session: Session,
    key: str,
    number: Number,
    email: Annotated[str, typer.Argument(metavar="ADDRESS", help=N_("The address; “” for none."))],
) -> None:
    from boxoffice_tui.services import contacts

    contact_id = typed.contact_id(session, NUMBER, number)
    _tell_changed(session, key, contacts.change_email(session.desk, key, contact_id, email))


@command(app, "change-phone", N_("Give a contact another phone number."), writes=True)
def change_phone(
    session: Session,
    key: str,
    number: Number,
    phone: Annotated[str, typer.Argument(metavar="PHONE", help=N_("The number; “” for none."))],
) -> None:
    from boxoffice_tui.services import contacts

    contact_id = typed.contact_id(session, NUMBER, number)
    _tell_changed(session, key, contacts.change_phone(session.desk, key, contact_id, phone))


@command(app, "change-address", N_("Give a contact another postal address."), writes=True)
def change_address(session: Session, key: str, number: Number, address: Address) -> None:
    from boxoffice_tui.services import contacts

    contact_id = typed.contact_id(session, NUMBER, number)
    _tell_changed(session, key, contacts.change_address(session.desk, key, contact_id, address.postal()))


@command(app, "change-structure", N_("Make a contact stand for a structure, or for none."), writes=True)
def change_structure(
    session: Session,
    key: str,
    number: Number,
    structure: Annotated[str, typer.Argument(metavar="NAME", help=N_("The structure's name; “” for none."))],
) -> None:
    from boxoffice_tui.services import contacts

    contact_id = typed.contact_id(session, NUMBER, number)
    _tell_changed(session, key, contacts.change_structure(session.desk, key, contact_id, structure))


@command(app, "change-language", N_("Give a contact another language for its mails."), writes=True)
def change_language(
    session: Session,
    key: str,
    number: Number,
    speaks: Annotated[str, typer.Argument(metavar="fr|en|de|es|it", help=N_("The language of its mails."))],
) -> None:
    from boxoffice_tui.services import contacts

    language = typed.one_of("LANGUAGE", speaks, LANGUAGES)
    contact_id = typed.contact_id(session, NUMBER, number)
    _tell_changed(session, key, contacts.change_language(session.desk, key, contact_id, language))


@command(
    app, "merge", N_("Make one contact of two: OTHER's orders and addresses become KEPT's."), writes=True
)
def merge(
    session: Session,
    key: str,
    kept: Annotated[str, typer.Argument(metavar="KEPT", help=N_("The number of the contact that stays."))],
    other: Annotated[str, typer.Argument(metavar="OTHER", help=N_("The number of the one that goes."))],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=N_("Only say what would move; change nothing."))
    ] = False,
) -> None:
    from boxoffice_tui.services.contact_merge import merge_contacts, preview_merge

    kept_id = typed.contact_id(session, "KEPT", kept, itself=True)
    other_id = typed.contact_id(session, "OTHER", other, itself=True)
    if dry_run:
        merged = preview_merge(session.desk, kept_id, other_id)
    else:
        merged = merge_contacts(session.desk, key, kept_id, other_id)
    _tell_merged(session, key, merged, dry_run)


@command(app, "erase", N_("Forget a contact for good; its orders stay, without a name."), writes=True)
def erase(
    session: Session,
    key: str,
    number: Number,
    yes: Annotated[bool, typer.Option("--yes", help=N_("Really; there is no way back."))] = False,
) -> None:
    from boxoffice_tui.services.contact_privacy import erase_contact

    contact_id = typed.contact_id(session, NUMBER, number)
    typed.needed(("--yes", yes))
    erase_contact(session.desk, key, contact_id)
    told = _("Contact {number} is erased.").format(number=number)
    session.answer({"contact_id": contact_id, "erased": True, "key": key}, lambda sheet: sheet.line(told))


@command(app, "export", N_("Hand over all that is known about a contact, as JSON."))
def export(
    session: Session,
    number: Number,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help=N_("To this new file; else to stdout."))
    ] = "",
) -> None:
    from boxoffice_tui.services.contact_privacy import export_contact

    known = as_json(export_contact(session.desk, typed.contact_id(session, NUMBER, number)))
    if not output:
        typer.echo(known)
        return
    place = write_new(output, f"{known}\n".encode())
    session.answer({"file": place}, lambda sheet: sheet.line(_("Written: {place}").format(place=place)))


def _tell_changed(session: Session, key: str, contact_id: int) -> None:
    from boxoffice_tui.services.contacts import show_contact

    row = show_contact(session.desk, contact_id)
    answer = {"contact_id": contact_id, "number": row.number, "key": key}
    session.answer(answer, lambda sheet: _tell(sheet, (row,)))


def _tell_merged(session: Session, key: str, merged: Merged, dry_run: bool) -> None:
    from boxoffice_tui.locales.merges import merged_words

    answer = asdict(merged) | {"dry_run": dry_run, "key": key}
    sentence = (
        _("Contact {other} would become contact {number}; nothing is done.")
        if dry_run
        else _("Contact {other} is contact {number} now; its number leads there.")
    )
    told = sentence.format(other=merged.other, number=merged.number)
    session.answer(answer, lambda sheet: sheet.text(f"{told}\n{merged_words(merged)}"))


def _tell_added(session: Session, key: str, contact_id: int, similar: tuple[SimilarContact, ...]) -> None:
    """The contact, and who was probably the same person before; nothing is refused for that."""
    from boxoffice_tui.locales.words import label
    from boxoffice_tui.services.contacts import show_contact

    row = show_contact(session.desk, contact_id)
    known = [{"number": one.contact.number, "name": one.contact.name, "reasons": one.reasons} for one in similar]
    answer = {"contact_id": contact_id, "number": row.number, "similar": known, "key": key}

    def tell(sheet: Sheet) -> None:
        _tell(sheet, (row,))
        for one in similar:
            reasons = ", ".join(label(reason) for reason in one.reasons)
            told = _("Perhaps known already: {name} ({number}): {reasons}.")
            sheet.line(told.format(name=one.contact.name, number=one.contact.number, reasons=reasons))

    session.answer(answer, tell)


def _tell(sheet: Sheet, rows: tuple[ContactRow, ...]) -> None:
    columns = (
        Column(_("Number"), right=True),
        Column(_("Name")),
        Column(_("E-mail")),
        Column(_("Phone"), spare=1),
        Column(_("Town"), spare=2),
    )
    cells = [
        (str(row.number), row.name, row.email, row.phone, " ".join((row.postal_code, row.city)).strip())
        for row in rows
    ]
    sheet.table(columns, cells)
    if not rows:
        sheet.line(_("Nobody was found."))
