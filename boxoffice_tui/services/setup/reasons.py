"""Why a setup file is refused, or an import whose rows do not fit the house."""

from __future__ import annotations

from enum import StrEnum


class SetupReason(StrEnum):
    """What is wrong at a key; the comment names the facts."""

    BAD_TOML = "setup_bad_toml"  # position in the line, from 1; detail, in English
    KEY_UNKNOWN = "setup_key_unknown"
    KEY_MISSING = "setup_key_missing"
    VALUE_WRONG = "setup_value_wrong"  # value; choices, or expected: an example or a bound, perhaps ""
    AMOUNT_WRONG = "setup_amount_wrong"  # value, digits: an amount is a text with the currency's decimals
    AMOUNT_TOO_LARGE = "setup_amount_too_large"  # value
    ZONE_UNKNOWN = "setup_zone_unknown"  # value
    EMAIL_WRONG = "setup_email_wrong"  # value
    PRINTER_ADDRESS_WRONG = "setup_printer_address_wrong"  # value
    CODE_REPEATED = "setup_code_repeated"  # section, name, first: the line it is in already
    CODE_ALIKE = "setup_code_alike"  # section, name, other: a code that differs by case only
    CODE_UNKNOWN = "setup_code_unknown"  # section, name: neither in the file nor in the database
    DAYS_REVERSED = "setup_days_reversed"  # first, last
    CURRENCY_SOLD = "setup_currency_sold"  # currency: what was sold is in it
    CURRENCY_PRICED = "setup_currency_priced"  # currency: prices in it have other decimals
    OPERATOR_RESERVED = "setup_operator_reserved"  # name
    NO_ADMINISTRATOR = "setup_no_administrator"
    PLAN_FILE_MISSING = "setup_plan_file_missing"  # file
    PLAN_TWICE = "setup_plan_twice"  # a plan has a file or rows of its own, not both
    PLAN_SEATS_MISSING = "setup_plan_seats_missing"  # plan, count, seats: some of them, joined by commas
    PLAN_SEAT_CLAIMED = "setup_plan_seat_claimed"  # plan, count, seats: their category cannot change
    PLAN_CATEGORY_KIND = "setup_plan_category_kind"  # plan, name: numbered or not, once performances use it
    PLAN_CATEGORY_SHARED = "setup_plan_category_shared"  # zone, name: it has numbered seats elsewhere
    PLAN_GAUGE = "setup_plan_gauge"  # name: unnumbered places need a gauge, numbered seats have none
    PLAN_OF_OTHER_VENUE = "setup_plan_of_other_venue"  # plan, venue
    PLAN_SOLD = "setup_plan_sold"  # performance: it has places taken on its present plan
    OFFSET_WRONG = "setup_offset_wrong"  # zone, expected: +HH:MM, of the venue's clocks then
    GAUGE_TOO_LARGE = "setup_gauge_too_large"  # name, gauge, seats: the contingents have more than there are
    GAUGE_TOO_SMALL = "setup_gauge_too_small"  # name, gauge, committed
    CATEGORY_AMBIGUOUS = "setup_category_ambiguous"  # name, plans joined by commas: name the plan


class ImportReason(StrEnum):
    """What is wrong, or worth knowing, in a row that was read well but does not fit the house."""

    PERFORMANCE_UNKNOWN = "import_performance_unknown"  # event, moment as the file has it
    SEAT_UNKNOWN = "import_seat_unknown"  # seat
    SEAT_TAKEN = "import_seat_taken"  # seat
    RATE_UNKNOWN = "import_rate_unknown"  # name
    CONTACT_UNKNOWN = "import_contact_unknown"  # number
    DOSSIER_OF_OTHER = "import_dossier_of_other"  # number: it belongs to another contact
    CHANNEL_MISSING = "import_channel_missing"  # origin: no sales channel has it
    UNNUMBERED_UNCLEAR = "import_unnumbered_unclear"  # event, count of unnumbered categories, not one
    GAUGE_FULL = "import_gauge_full"  # event, asked, left
    PAID_TOO_MUCH = "import_paid_too_much"  # number, paid, total
    ORDER_CHANGED = "import_order_changed"  # number: it is here with other content, and left as it is
    VENUE_ZONE_DIFFERS = "import_venue_zone_differs"  # venue, zone: the file's; there: the venue's
    COMMUNITY_UNKNOWN = "import_community_unknown"  # name
    CONTACT_ERASED = "import_contact_erased"  # number: it was erased and is left so
    CONTACT_MERGED = "import_contact_merged"  # number: it was merged into another and is left so
