"""`boxoffice init`: makes a database and its organisation; whoever does it is its administrator."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.locales import translate
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.text import FIELD_LIMIT, safe

app = noun()


@command(app, "init", N_("Make a database and its organisation; you become its administrator."))
def init(
    session: Session,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("The organisation's name."))],
    country: Annotated[str, typer.Option("--country", metavar="CA", help=N_("Its country, ISO 3166."))],
    currency: Annotated[str, typer.Option("--currency", metavar="CAD", help=N_("Its currency, ISO 4217."))],
    zone: Annotated[
        str, typer.Option("--zone", metavar="America/Toronto", help=N_("Its time zone, by its IANA name."))
    ],
    training: Annotated[
        bool, typer.Option("--training", help=N_("For lessons: everything says TRAINING, no mail leaves."))
    ] = False,
) -> None:
    from boxoffice_tui.services.desk import Clock
    from boxoffice_tui.services.initialise import NewHouse, initialise

    clean = safe(name, FIELD_LIMIT).strip()
    if not clean:
        raise UsageProblemError("option_needed", name="--name")
    language = session.language or translate.current()
    house = NewHouse(clean, _country(country), _currency(currency), _zone(zone), language, training)
    initialise(session.database, house, session.account, session.shown_now or Clock().now())
    desk = session.desk
    place = desk.database.place
    answer = {"database": place, "operator": desk.actor.code, "training": training}
    session.answer(answer, lambda sheet: _tell(sheet, place, desk.actor.code))


def _country(text: str) -> str:
    from babel import Locale

    code = text.upper()
    if not (len(code) == 2 and code.isalpha() and code in Locale("en").territories):
        raise UsageProblemError("value_malformed", "--country", text=text, example="CA")
    return code


def _currency(text: str) -> str:
    from babel.numbers import is_currency

    code = text.upper()
    if not is_currency(code):
        raise UsageProblemError("value_malformed", "--currency", text=text, example="CAD")
    return code


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (OSError, ValueError):
        raise UsageProblemError("value_malformed", "--zone", text=text, example="America/Toronto") from None
    return text


def _tell(sheet: Sheet, place: str, operator: str) -> None:
    sheet.line(
        _("The database {place} is made; you are its operator {operator}.").format(
            place=place, operator=operator
        )
    )
