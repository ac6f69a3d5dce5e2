"""The one way from a code and its facts to a sentence: refusals, problems, history lines, states and rights.

Every sentence is said in the language of the locale given. Texts of people among the facts are made harmless,
yet the sentence is still data to a screen: show it by `Text(…)`. The tables are `refusals.py`, `actions.py`
and `labels.py`. A fact is worded by its type, a plain value by its name (`origin`, `method`, `when`…).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from string import Formatter
from typing import TYPE_CHECKING

from boxoffice_tui.locales.actions import ACTIONS
from boxoffice_tui.locales.labels import KINDS, LABELS, Word
from boxoffice_tui.locales.lists import any_of
from boxoffice_tui.locales.problems import Sentences
from boxoffice_tui.locales.refusals import REFUSALS
from boxoffice_tui.locales.translate import N_, catalogue, current, supported
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe

if TYPE_CHECKING:
    from boxoffice_tui.views.archives import OutsidePeriod
    from boxoffice_tui.views.orders import LastSaved

_WORDLESS = N_("This is refused, and the program has no words for why: {code}. Tell your administrator.")
_ENDED_UNSAVED = N_("The program was ended before you quit it. No change of yours was saved lately.")
_ENDED_SAVED = N_(
    "The program was ended before you quit it. Your last change that was saved: order {number}, {stamp}, {action}"
)
_PRINTED_BEFORE = N_("Printed before that: {printed}.")
_CODES = {"origin": "Origin", "method": "PaymentMethod", "document": "DocumentKind"}
_INSTANTS = frozenset({"at", "when", "starts_at", "scanned_at", "opens_at"})
_TOLD_BY = {"starts_at": "day_and_time", "opens_at": "clock"}  # by formats.stamp otherwise
_ALTERNATIVES = frozenset({"choices", "near", "options"})
_DAYS = frozenset({"day", "first_day", "last_day", "bought_on", "due_on"})


def refusal(code: str, facts: Mapping[str, object], locale: str, zone: str = "UTC") -> str:
    """Why not, and what would make it possible, for any code of a service error.

    Of a code without words, which tests/architecture forbids, the sentence says that there are none. Instants
    are told in the zone of the fact `zone`, else in `zone` (IANA name).
    """
    sentences = REFUSALS.get(code)
    if sentences is None and code.endswith("_not_found"):
        sentences = REFUSALS["not_found"]
    if sentences is None:
        return said(_WORDLESS, {"code": code}, locale)
    return said(sentences, facts, locale, zone)


def said(sentences: Sentences, facts: Mapping[str, object], locale: str, zone: str = "UTC") -> str:
    """Of `sentences` (msgids) the first whose facts are all there, with its facts worded.

    What came out of a printer before a refusal in the middle is said behind it, where they do not say it.
    """
    told = _said(sentences, facts, locale, zone)
    if facts.get("printed") and "{printed}" not in "".join(sentences):
        told = f"{told} {_said(_PRINTED_BEFORE, facts, locale, zone)}"
    return told


def not_found(what: str, name: object, locale: str) -> str:
    """There is no such thing: `what` is the field's word ("order"), `name` what was asked for."""
    return refusal(f"{what}_not_found", {"what": what, "name": name}, locale)


def not_allowed(right: str, locale: str) -> str:
    """The right that is missing, and who could help."""
    return refusal("not_allowed", {"right": right}, locale)


def conflict(who: str, when: datetime, locale: str, zone: str) -> str:
    """Who was first, and when, in `zone`."""
    return refusal("conflict", {"who": who, "when": when}, locale, zone)


def unavailable(reason: str, place: str, locale: str) -> str:
    """Why the database cannot be used now, and what to do."""
    return refusal(reason, {"place": place}, locale)


def action(code: str, facts: Mapping[str, object], locale: str, zone: str = "UTC") -> str:
    """A line of an order's history; an unknown action is said as it is."""
    tickets = facts.get("ticket_ids")
    counted = {"count": len(tickets), **facts} if isinstance(tickets, (list, tuple)) else facts
    return _said(ACTIONS.get(code), counted, locale, zone) or code


def ended_early(saved: LastSaved | None, locale: str) -> str:
    """What an operator is told after the program was ended before they quit it: what is stored."""
    from boxoffice_tui.locales import formats

    said = catalogue(supported(locale)).gettext
    if saved is None:
        return said(_ENDED_UNSAVED)
    return said(_ENDED_SAVED).format(
        number=saved.number,
        stamp=formats.stamp(saved.line.at, saved.zone, locale),
        action=action(saved.line.action, saved.line.facts, locale, saved.zone),
    )


def label(member: StrEnum, locale: str | None = None) -> str:
    """The word of a state, method, origin or mark, in the process's language unless a locale is given."""
    return _member(type(member).__name__, member.value, locale or current())


def order_state(state: StrEnum, due_on: date | None, locale: str | None = None) -> str:
    """The word of an order's state, or until when it is reserved."""
    if due_on is None:
        return label(state, locale)
    said = locale or current()
    from boxoffice_tui.locales import formats

    return _said(N_("reserved until {until}"), {"until": formats.local_date(due_on, said)}, said, "UTC")


def word(kind: str, value: str, locale: str) -> str:
    """As `label`, for a state that reaches a face as the text that is stored; `kind` is its enum's name."""
    return _member(kind, value, locale)


def right_name(code: str, locale: str | None = None) -> str:
    """The name of a right or of a box of the options matrix (`options.seats.placement:modify`)."""
    said = locale or current()
    row, colon, access = code.partition(":")
    if not colon:
        return _member("Right", code, said)
    return f"{_member('OptionRow', row, said)} ({_member('Access', access, said)})"


def balance(amount: Money, locale: str) -> str:
    """What is owed, either way: "Balance due: $35.00", "To refund: $35.00"; nothing when settled."""
    if not amount:
        return ""
    if amount.minor > 0:
        return _said(N_("Balance due: {amount}"), {"amount": amount}, locale, "UTC")
    return _said(N_("To refund: {amount}"), {"amount": -amount}, locale, "UTC")


def outside_period(found: OutsidePeriod, locale: str) -> str:
    """The hint under an empty search by number (spec/archives.md, Search)."""
    msgid = N_("Order {number} found outside the period (bought {bought_on}). Enter: widen and open.")
    return _said(msgid, {"number": found.number, "bought_on": found.bought_on}, locale, "UTC")


def _said(sentences: Sentences | None, facts: Mapping[str, object], locale: str, zone: str) -> str:
    """The first of `sentences` whose facts are all there; nothing when there is no sentence."""
    if sentences is None:
        return ""
    choices = (sentences,) if isinstance(sentences, str) else sentences
    there = str(facts.get("zone") or zone)
    shown = {name: _shown(name, value, locale, there) for name, value in _with_money(facts).items()}
    for msgid in choices:
        if all(shown.get(name) for name in _names(msgid)):
            break
    translated = catalogue(supported(locale)).gettext(msgid)
    return translated.format_map({**dict.fromkeys(_names(msgid), "…"), **shown})


def _with_money(facts: Mapping[str, object]) -> Mapping[str, object]:
    """The facts of a journal line with its amounts, in minor units of `currency`, made money."""
    currency = facts.get("currency")
    if not isinstance(currency, str):
        return facts
    minor = {name: facts[name] for name in ("amount", "rounding") if name in facts}
    return {**facts, **{name: Money(one, currency) for name, one in minor.items() if isinstance(one, int)}}


def _names(msgid: str) -> list[str]:
    return [name for _text, name, _spec, _conversion in Formatter().parse(msgid) if name]


def _shown(name: str, value: object, locale: str, zone: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return _text(name, value, locale, zone)
    if isinstance(value, (list, tuple, set, frozenset)):
        shown = [_shown(name, one, locale, zone) for one in value]
        return any_of(shown, locale) if name in _ALTERNATIVES else ", ".join(shown)
    if isinstance(value, StrEnum):
        return label(value, locale)
    if isinstance(value, int):
        return str(value)
    return _measured(name, value, locale, zone)


def _measured(name: str, value: object, locale: str, zone: str) -> str:
    # Babel, which formats brings, waits for the first sentence that needs it (ANCHORS.md, 7)
    from boxoffice_tui.locales import formats

    if isinstance(value, Mapping) and value.keys() >= {"minor", "currency"}:
        value = Money(int(value["minor"]), str(value["currency"]))
    if isinstance(value, Money):
        return formats.money(value, locale)
    if isinstance(value, datetime):
        told = getattr(formats, _TOLD_BY.get(name, "stamp"))
        return str(told(value, zone, locale))
    if isinstance(value, date):
        return formats.long_date(value, locale)
    return safe(str(value))


def _text(name: str, value: str, locale: str, zone: str) -> str:
    if name == "right":
        return right_name(value, locale)
    if name == "what" and value in KINDS:
        return _worded(KINDS[value], locale)
    if name in _CODES:
        return _member(_CODES[name], value, locale)
    if name in _INSTANTS or name in _DAYS:
        return _dated(name, value, locale, zone)
    if name == "country":
        from boxoffice_tui.locales.countries import country_name

        return safe(country_name(value, locale))
    return safe(value)


def _dated(name: str, value: str, locale: str, zone: str) -> str:
    try:
        told = datetime.fromisoformat(value) if name in _INSTANTS else date.fromisoformat(value)
    except ValueError:
        return safe(value)
    return _measured(name, told, locale, zone)


def _member(kind: str, value: str, locale: str) -> str:
    word = LABELS.get(kind, {}).get(value)
    return _worded(word, locale) if word else safe(value)


def _worded(word: Word, locale: str) -> str:
    return catalogue(supported(locale)).pgettext(*word)
