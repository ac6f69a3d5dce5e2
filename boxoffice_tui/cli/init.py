"""`boxoffice init`: makes a database and its organisation; whoever does it is its administrator."""

from __future__ import annotations

import grp
import os
from difflib import get_close_matches
from importlib.resources import files
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

import typer

from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.locales import translate
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.text import FIELD_LIMIT, fold, safe

app = noun()

_ALIKE = 0.75


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
    group: Annotated[
        str,
        typer.Option(
            "--group", metavar="GROUP", help=N_("Shared by this system group, in a folder of its own.")
        ),
    ] = "",
) -> None:
    from boxoffice_tui.services.desk import Clock
    from boxoffice_tui.services.initialise import NewHouse, initialise

    clean = safe(name, FIELD_LIMIT).strip()
    if not clean:
        raise UsageProblemError("option_needed", options=("--name",))
    place = _country(country)
    language = session.language or translate.current()
    house = NewHouse(clean, place, _currency(currency), _zone(zone, place), language, training)
    shared_by = _group(group, session.database) if group else None
    initialise(session.database, house, session.account, session.shown_now or Clock().now(), shared_by)
    desk = session.desk
    made = desk.database.place
    answer = {"database": made, "operator": desk.actor.code, "training": training}
    session.answer(answer, lambda sheet: _tell(sheet, made, desk.actor.code))


def _country(text: str) -> str:
    from babel import Locale

    code = text.upper()
    if not (len(code) == 2 and code.isalpha() and code in Locale("en").territories):
        raise UsageProblemError("value_malformed", "--country", text=text, example=_code_of(text))
    return code


def _code_of(country: str) -> str:
    """The code of a country called by its name, in any of the program's languages; else an example."""
    from babel import Locale

    for language in translate.LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and fold(name) == fold(country):
                return str(code)
    return "CA"


def _currency(text: str) -> str:
    from babel.numbers import is_currency

    code = text.upper()
    if not is_currency(code):
        raise UsageProblemError("value_malformed", "--currency", text=text, example="CAD")
    return code


def _zone(text: str, country: str) -> str:
    try:
        ZoneInfo(text)
    except (OSError, ValueError, LookupError):
        raise _no_zone(text, country) from None
    return text


def _no_zone(text: str, country: str) -> UsageProblemError:
    """What may have been meant: a zone written much like it, else one of the country's."""
    known = sorted(available_timezones())
    folded = {one.casefold().rpartition("/")[2]: one for one in known if "/" in one}
    near = get_close_matches(text.casefold().rpartition("/")[2].replace(" ", "_"), folded, cutoff=_ALIKE)
    facts = {"text": text, "near": tuple(folded[one] for one in near), "known": _zones_of(country)}
    return UsageProblemError("zone_unknown", "--zone", example="America/Toronto", facts=facts)


def _zones_of(country: str) -> tuple[str, ...]:
    """The zones of a country, by the table that comes with the zones."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return tuple(sorted(zone for code, _place, zone, *_more in lines if code == country))


def _group(name: str, database: str) -> int:
    """The id of a group that this account may give files to: one of its own, root's are all."""
    if database.startswith("postgresql"):
        raise UsageProblemError("options_exclude", one="--group", other="postgresql://")
    known = {one.gr_name: one.gr_gid for one in grp.getgrall()}
    own = {os.getgid(), *os.getgroups()}
    choices = {one: number for one, number in known.items() if number in own or not os.geteuid()}
    if name not in choices:
        raise UsageProblemError("choice_unknown", "--group", text=name, choices=sorted(choices))
    return choices[name]


def _tell(sheet: Sheet, place: str, operator: str) -> None:
    sheet.line(
        _("The database {place} is made; you are its operator {operator}.").format(
            place=place, operator=operator
        )
    )
