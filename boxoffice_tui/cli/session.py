"""One run of the program: what its options say, and the desk and words that follow from them."""

from __future__ import annotations

import os
import pwd
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.configuration import Configuration, ConfigurationError, database_of, load
from boxoffice_tui.locales import translate
from boxoffice_tui.locales.translate import LANGUAGES, N_, _

if TYPE_CHECKING:
    from boxoffice_tui.cli.output import Human
    from boxoffice_tui.services.desk import Desk

COMPLETION = "_BOXOFFICE_COMPLETE"
"""What a shell that completes a command sets."""

EXAMPLE_INSTANT = "2017-11-03T18:07+01:00"
_LANGUAGE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True, slots=True)
class Said:
    """How an option is said, for Typer (command.py): the screens open without it."""

    name: str
    told: str
    metavar: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """The options every command takes, before the noun or behind it; what is empty was not given."""

    database: Annotated[str, Said("--database", N_("A file, or postgresql://…"), "PLACE")] = ""
    operator: Annotated[str, Said("--operator", N_("Act as this operator, where you may."), "CODE")] = ""
    pin_file: Annotated[
        str, Said("--pin-file", N_("Where that operator's PIN is, on the first line."), "FILE")
    ] = ""
    channel: Annotated[str, Said("--channel", N_("Sell on this sales channel."), "CODE")] = ""
    till: Annotated[str, Said("--till", N_("The till that stands here; else the operator's own."), "CODE")] = ""
    language: Annotated[str, Said("--language", N_("Speak this language."), "fr|en|de|es|it")] = ""
    now: Annotated[
        str, Said("--now", N_("Start the clock here, in training databases only."), "INSTANT")
    ] = ""
    json: Annotated[bool, Said("--json", N_("Print JSON, errors too."))] = False
    no_mouse: Annotated[bool, Said("--no-mouse", N_("The screens leave the mouse alone."))] = False

    def over(self, outer: Options) -> Options:
        """These, and where nothing was given the outer ones."""
        names = (one.name for one in fields(self))
        return Options(**{name: getattr(self, name) or getattr(outer, name) for name in names})


OpenProgram = Callable[["Session"], int]


class Session:
    """Options, settings and, from the first question on, the desk of this run."""

    def __init__(self, open_program: OpenProgram, environment: Mapping[str, str]) -> None:
        self.options = Options()
        self.open_program = open_program
        self._environment = environment
        self._configuration: Configuration | ConfigurationError | None = None
        self._desk: Desk | None = None
        self._pin: str | None = None

    @property
    def configuration(self) -> Configuration:
        """The settings. Raises `ConfigurationError`."""
        if self._configuration is None:
            try:
                self._configuration = load(self._environment)
            except ConfigurationError as error:
                self._configuration = error
        if isinstance(self._configuration, ConfigurationError):
            raise self._configuration
        return self._configuration

    @property
    def account(self) -> str:
        """The system account, by the system and not by a variable (spec/reliability.md, Identity)."""
        return pwd.getpwuid(os.getuid()).pw_name

    @property
    def database(self) -> str:
        """The database's path or address."""
        return database_of(self.configuration, self.options.database)

    @property
    def language(self) -> str:
        """The language that was asked for, by option or setting; "" where none was."""
        language = self.options.language or self.configuration.language
        if language and language not in LANGUAGES:
            where = "--language" if self.options.language else "language"
            raise UsageProblemError("choice_unknown", where, text=language, choices=LANGUAGES)
        return language

    @property
    def shown_now(self) -> datetime | None:
        """The instant the clock is to start at, None for the machine's own."""
        text = self.options.now
        if not text:
            return None
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None:
            raise UsageProblemError("instant_malformed", "--now", text=text, example=EXAMPLE_INSTANT)
        return instant

    @property
    def desk(self) -> Desk:
        """The desk, opened by the first that asks; from then on the program speaks the operator's language.

        Who sits at the terminal is asked for the operator's PIN where it needs one.
        """
        if self._desk is None:
            self._desk = self._open_desk_with_pin()
            translate.use(translate.supported(self._desk.language))
        return self._desk

    def learn_pin(self) -> None:
        """Ask for the PIN that the operator needs, if any, before there is a screen; `open_desk` has it then."""
        self._open_desk_with_pin().database.close()

    def _open_desk_with_pin(self) -> Desk:
        from boxoffice_tui.cli.pins import pin_of
        from boxoffice_tui.services.errors import RefusedError

        try:
            return self.open_desk(self.language)
        except RefusedError as refused:
            if refused.code != "pin_needed":
                raise
            self._pin = pin_of(str(refused.facts["operator"]), self.options.pin_file)
            if self._pin is None:
                raise
        return self.open_desk(self.language)

    def open_desk(self, language: str, *, usual: bool = False) -> Desk:
        """A desk of this run's account and options that speaks `language`, "" for the operator's or, where
        they have none, the terminal's.

        `usual` leaves the account's usual operator at it. Nobody is asked for a PIN here.
        """
        from boxoffice_tui.services.identity import at_till, open_desk

        named = self.options.operator or self.configuration.operator
        desk = open_desk(
            self.database,
            self.account,
            operator=None if usual else named or None,
            pin=self._pin,
            channel=self.options.channel or self.configuration.channel or None,
            language=language or None,
            language_of_terminal=language_of_locale(self._environment),
            shown_now=self.shown_now,
        )
        till = self.options.till or self.configuration.till
        return at_till(desk, till) if till else desk

    @property
    def locale(self) -> str:
        """The language with the organisation's country once the desk is open."""
        if self._desk is None:
            return translate.current()
        from boxoffice_tui.locales.formats import locale_of

        return locale_of(translate.current(), self._desk.house.country)

    @property
    def zone(self) -> str:
        """The organisation's zone once the desk is open."""
        return str(self._desk.house.zone) if self._desk is not None else "UTC"

    def answer(self, value: object, human: Human) -> None:
        """Print `value` as JSON where that was asked for, else the page that `human` makes."""
        from boxoffice_tui.cli.output import Sheet, show_json

        if self.options.json:
            show_json(value)
            return
        if self._desk is not None and self._desk.house.training:
            sys.stderr.write(_("TRAINING") + "\n")
        sheet = Sheet()
        human(sheet)
        sheet.show()

    def speak(self) -> None:
        """Use the language of the options and settings, else that of the system account's locale."""
        try:
            said = self.language
        except (ConfigurationError, UsageProblemError):
            said = self.options.language if self.options.language in LANGUAGES else ""
        translate.use(said or language_of_locale(self._environment) or translate.SOURCE)

    def close(self) -> None:
        """Let the database go."""
        if self._desk is not None:
            self._desk.database.close()
            self._desk = None


def language_of_locale(environment: Mapping[str, str]) -> str:
    """The language of the system account's locale, "" where there is no catalogue for it (`C`, say)."""
    said = next((environment[name] for name in _LANGUAGE_VARIABLES if environment.get(name)), "")
    language = said.replace("-", "_").split("_")[0].lower()
    return language if language in LANGUAGES else ""
