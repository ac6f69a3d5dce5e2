"""Words: every code of the rules has its sentence, and every fact is worded as its reader writes it."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import combinations
from string import Formatter
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui import rules, views
from boxoffice_tui.data import errors, models
from boxoffice_tui.locales import delivery_words, translate, words
from boxoffice_tui.locales.actions import ACTIONS
from boxoffice_tui.locales.labels import LABELS
from boxoffice_tui.locales.refusals import REFUSALS
from boxoffice_tui.locales.translate import LANGUAGES
from boxoffice_tui.rules.delivery import Condition, ConditionName
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.orders import PerformanceState
from boxoffice_tui.views.archives import OutsidePeriod
from boxoffice_tui.views.shipments import ExceptionEffect
from boxoffice_tui.views.states import Origin, PaymentMethod, TicketState

DUE = Money(3500, "CAD")
EVENING = datetime(2026, 12, 6, 1, 0, tzinfo=UTC)
UNSHOWN = {"ClaimKind", "QueryKind", "AddressPart", "CodeKind", "ModePart"}  # the latter are fields of forms


def _enums(*packages: ModuleType) -> list[type[StrEnum]]:
    found: dict[str, type[StrEnum]] = {}
    for package in packages:
        for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum:
                    found[value.__name__] = value
    return list(found.values())


def _is_code(enum: type[StrEnum]) -> bool:
    return enum.__name__.endswith(("Refusal", "Reason"))


def _sentences(table: dict[str, str | tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
    return [(code, (said,) if isinstance(said, str) else said) for code, said in table.items()]


def test_every_refusal_code_of_the_rules_has_words() -> None:
    codes = {code.value for enum in _enums(rules) if _is_code(enum) for code in enum}
    assert len(codes) > 20
    assert codes - REFUSALS.keys() == set()


def test_every_reason_of_the_database_has_words() -> None:
    assert {reason.value for reason in errors.DatabaseReason} - REFUSALS.keys() == set()


def test_every_state_shown_has_a_word() -> None:
    wordless = {
        f"{enum.__name__}.{member.name}"
        for enum in _enums(rules, views)
        if not _is_code(enum) and enum.__name__ not in UNSHOWN
        for member in enum
        if member.value not in LABELS.get(enum.__name__, {})
    }
    assert wordless == set()


def test_every_word_belongs_to_a_state() -> None:
    states = {enum.__name__: {member.value for member in enum} for enum in _enums(rules, views, models)}
    assert {name: set(values) - states.get(name, set()) for name, values in LABELS.items()} == {
        name: set() for name in LABELS
    }


def test_no_sentence_is_shadowed_by_one_before_it() -> None:
    shadowed = {
        code: (one, two)
        for code, said in _sentences(REFUSALS) + _sentences(ACTIONS)
        for one, two in combinations([_facts_of(sentence) for sentence in said], 2)
        if one <= two
    }
    assert shadowed == {}


def _facts_of(sentence: str) -> set[str]:
    return {name for _text, name, _format, _conversion in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", [*LANGUAGES, "xx"])
def test_every_sentence_can_be_said_without_its_facts(language: str) -> None:
    said = {code: words.refusal(code, {}, language) for code in REFUSALS}
    said |= {code: words.action(code, {}, language) for code in ACTIONS.keys() - REFUSALS.keys()}
    assert {code: sentence for code, sentence in said.items() if sentence == code or "{" in sentence} == {}


def test_a_negative_balance_is_to_refund_and_zero_says_nothing() -> None:
    assert words.balance(-DUE, "en_CA") == "To refund: $35.00"
    assert words.balance(-DUE, "fr_CA") == "À rembourser\u00a0: 35,00\u00a0$"
    assert words.balance(DUE, "en_CA") == "Balance due: $35.00"
    assert words.balance(DUE - DUE, "en_CA") == ""


def test_a_number_outside_the_period() -> None:
    found = OutsidePeriod(1, "482913", date(2026, 8, 14))
    assert words.outside_period(found, "en_CA") == (
        "Order 482913 found outside the period (bought 14 August 2026). Enter: widen and open."
    )
    assert words.outside_period(found, "fr_CA") == (
        "Commande 482913 trouvée hors période (achetée le 14 août 2026). Entrée\u00a0: élargir et ouvrir"
    )


def test_an_online_order_names_its_platform() -> None:
    facts = {"origin": "widget", "platform": "Lepointdevente.com"}
    assert words.refusal("origin_not_changeable", facts, "en_CA") == (
        "Order placed online (Widget). It cannot be changed here. Contact the team of Lepointdevente.com. "
        "You can cancel tickets to free the places."
    )
    assert words.refusal("origin_not_changeable", {"origin": "cart", "platform": ""}, "en_CA") == (
        "Order placed online (Web cart). It cannot be changed here. You can cancel tickets to free the places."
    )
    assert "(teletext)" in words.refusal("origin_not_changeable", {**facts, "origin": "teletext"}, "en_CA")


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        (
            "amount_too_high",
            {"amount": Money(1501, "CAD"), "balance": Money(1500, "CAD")},
            "At most $15.00 can be recorded here. Type that amount or less.",
        ),
        (
            "price_changed",
            {"shown": {"minor": 3200, "currency": "CAD"}, "current": DUE},
            "The price changed meanwhile from $32.00 to $35.00. Save again to sell at $35.00.",
        ),
        (
            "performance_past",
            {"starts_at": "2026-12-06T01:00:00Z", "zone": "America/Toronto"},
            (
                "This performance began on Sat 05/12 08:00 pm. Choose another one, or ask an operator who may "
                "sell past performances."
            ),
        ),
        (
            "too_late",
            {"mode_name": "POST", "delay_days": 5, "last_day": date(2017, 11, 19)},
            "Too late for POST: it takes 5 days, and the last day was 19 November 2017. Choose another mode.",
        ),
        (
            "seat_taken",
            {"seat": "F-14"},
            "Seat F-14 was taken meanwhile. Choose another one; what you typed is kept.",
        ),
        ("seat_taken", {}, "This seat was taken meanwhile. Choose another one; what you typed is kept."),
        (
            "refund_exceeds_method",
            {"method": PaymentMethod.CASH, "received": DUE},
            "At most $35.00 can go back by Cash: no more is left of it. Refund the rest another way.",
        ),
        (
            "gauge_full",
            {"asked": 3, "left": 0},
            "Places asked for: 3, left: 0. Ask for fewer, or choose another category or performance.",
        ),
        (
            "venue_not_found",
            {"what": "venue", "name": "LAC"},
            "There is no venue LAC. Check it, or choose one of the list.",
        ),
        (
            "brand_new_code",
            {"left": 1},
            (
                "This is refused, and the program has no words for why: brand_new_code. Tell your "
                "administrator."
            ),
        ),
        (
            "setup_value_wrong",
            {"value": "chef", "choices": ("clerk", "supervisor", "door")},
            "“chef” cannot stand here. Expected: clerk, supervisor or door.",
        ),
    ],
)  # fmt: skip
def test_sentences_with_their_facts(code: str, facts: dict[str, object], said: str) -> None:
    assert words.refusal(code, facts, "en_CA") == said


def test_problems_say_who_and_what_would_help() -> None:
    assert words.not_found("order", "482913", "en") == (
        "There is no order 482913. Check the number, or search by name or e-mail."
    )
    assert words.not_allowed("orders.refund", "fr_CA") == (
        "Vos droits ne comprennent pas «\u00a0Rembourser\u00a0». Adressez-vous à un opérateur qui l'a."
    )
    assert words.conflict("ANNE", EVENING, "fr_CA", "America/Toronto").startswith(
        "ANNE a modifié ceci entre-temps (05/12/2026 20:00)."
    )
    assert (
        words.unavailable("missing", "box.db", "en")
        == "There is no database at box.db. Create it: boxoffice init."
    )


def test_rights_of_the_options_matrix_name_row_and_column() -> None:
    assert words.right_name("orders.refund", "en") == "Refund"
    assert words.right_name("options.seats.refuse:execute", "en") == "Seat options: refuse (execute)"
    assert words.right_name("from.the.future", "en") == "from.the.future"


def test_labels_follow_the_process_unless_a_locale_is_given() -> None:
    assert words.label(TicketState.CANCELLED) == "cancelled"
    translate.use("fr")
    assert words.label(TicketState.CANCELLED) == "annulé"
    assert words.label(PerformanceState.CANCELLED) == "annulée"
    assert words.label(Origin.COUNTER, "de_DE") == "Schalter"


def test_history_lines() -> None:
    facts = {"payment_id": 7, "method": "debit_terminal", "amount": 3500, "currency": "CAD"}
    assert words.action("payment_recorded", facts, "en_CA") == "Payment recorded: $35.00, Debit by terminal"
    assert (
        words.action("tickets_added", {"seats": ["F-14", "F-15"]}, "fr_CA")
        == "Ajout\u00a0: places F-14, F-15"
    )
    assert words.action("tickets_added", {"tickets": [1044]}, "fr_CA") == "Ajout\u00a0: billets 1044"
    assert words.action("tickets_added", {}, "en") == "Tickets added"
    ended = {"mode": "by_hand", "mode_name": "Guichet", "exception_ended": "Poste"}
    assert words.action("reference_changed", ended, "fr_CA") == (
        "Fin de l'exception pour Poste\u00a0; mode de livraison à la reprise\u00a0: Guichet"
    )
    effect = ExceptionEffect("post", "Poste", ("Web",), ("Guichet",), date(2026, 11, 30))
    translate.use("fr")
    assert delivery_words.exception_words(effect, "fr_CA") == (
        "Ajoute Poste sur Web\u00a0; sans effet sur Guichet\u00a0; dernier jour 30 novembre 2026."
    )
    condition = Condition(ConditionName.DESTINATION, holds=True, facts={"country": "JP"})
    assert delivery_words.condition_words(condition, "fr_CA") == "oui, Japon"
    facts = {"mode_name": "Post", "country": "jp"}
    assert words.refusal("destination", facts, "en").startswith("Post does not go to Japan.")
    assert words.action("future_action", {}, "en") == "future_action"


@given(text=st.text(max_size=60))
def test_texts_of_people_are_data(text: str) -> None:
    said = words.refusal("not_a_number", {"text": f"x{text}"}, "en")
    assert said.startswith("“x")
    assert "\x1b" not in said
    assert "\n" not in said


def test_braces_in_a_fact_are_not_placeholders() -> None:
    assert words.refusal("not_a_number", {"text": "{minor} {0}"}, "en").startswith("“{minor} {0}” is not")
