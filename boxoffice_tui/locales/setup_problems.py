"""The sentence of every problem of a setup file, or of a row of an import that does not fit the house.

Several sentences as in `refusals.py`: the first one whose facts are all there is said.
"""

from __future__ import annotations

from boxoffice_tui.locales.problems import Sentences
from boxoffice_tui.locales.translate import N_

SETUP_PROBLEMS: dict[str, Sentences] = {
    "setup_bad_toml": (
        N_(
            "This is not TOML, from character {position} of the line on. Correct it. The parser's own words, in "
            "English: “{detail}”"
        ),
        N_("This is not TOML. Correct it. The parser's own words, in English: “{detail}”"),
    ),
    "setup_key_unknown": N_("There is no such key. Check its spelling, or remove it."),
    "setup_key_missing": N_("This key is missing. Add it."),
    "setup_value_wrong": (
        N_("“{value}” cannot stand here. Expected: {choices}."),
        N_("“{value}” cannot stand here. Expected: {expected}."),
        N_("“{value}” cannot stand here."),
    ),
    "setup_amount_wrong": N_(
        "“{value}” is not an amount. Write it in quotation marks with the decimals of the "
        'currency ({digits}), such as "32.00".'
    ),
    "setup_amount_too_large": N_("“{value}” is too large an amount. Check the digits."),
    "setup_zone_unknown": N_("There is no time zone “{value}”. Write one such as America/Toronto."),
    "setup_email_wrong": N_("“{value}” is not an e-mail address. Correct it, or leave it blank."),
    "setup_printer_address_wrong": N_(
        "“{value}” is no printer's address. Write one such as tcp://10.0.0.7:9100 or file:/dev/usb/lp0."
    ),
    "setup_code_repeated": N_(
        "{section}: “{name}” is in line {first} already. Give it another code, or remove one."
    ),
    "setup_code_alike": N_(
        "{section}: “{name}” and “{other}” differ by capital letters only. Write it as it is there, or give it "
        "another code."
    ),
    "setup_code_unknown": N_(
        "{section}: there is no “{name}”, neither in the file nor in the database. Check the code, or add it."
    ),
    "setup_days_reversed": N_("The last day, {last}, is before the first, {first}. Swap them."),
    "setup_currency_sold": N_(
        "Something was sold in {currency} already: the currency stays. Another currency needs "
        "another database."
    ),
    "setup_currency_priced": N_(
        "There are prices in {currency}, which has other decimals. Begin with a new database."
    ),
    "setup_operator_reserved": N_("“{name}” is the program's own operator. Choose another code."),
    "setup_no_administrator": N_(
        "Nobody could change the setup and the operators any more. Leave one active operator "
        "the role administrator and a system account."
    ),
    "setup_plan_file_missing": N_(
        "The file {file} cannot be read. Put it beside the setup file, or correct its name."
    ),
    "setup_plan_twice": N_("A plan comes from a file or has rows of its own. Give it one of them."),
    "setup_plan_seats_missing": N_(
        "{plan} has {count} seats that are not in the file: {seats}. A seat never goes. Keep "
        "them, or give the new plan another code."
    ),
    "setup_plan_seat_claimed": N_(
        "{plan}: somebody has {count} of the seats that would change category: {seats}. Free "
        "them first, or give the new plan another code."
    ),
    "setup_plan_category_kind": N_(
        "{plan}: performances use the category {name}; it stays numbered, or without numbers. "
        "Make another category."
    ),
    "setup_plan_category_shared": N_(
        "The zone {zone} cannot be sold by count as {name}: that category has numbered seats "
        "elsewhere. Give the zone a category of its own."
    ),
    "setup_plan_gauge": N_(
        "Category {name}: places without numbers need a gauge and have no seats; numbered "
        "seats have no gauge of their own."
    ),
    "setup_plan_of_other_venue": N_("The plan {plan} is not one of {venue}. Choose a plan of that venue."),
    "setup_plan_sold": N_(
        "{performance} has places taken on its plan, so the plan stays. Cancel or move them first."
    ),
    "setup_offset_wrong": N_("Clocks in {zone} are then at {expected}. Leave the offset out, or correct it."),
    "setup_gauge_too_large": N_(
        "Category {name}: the contingents have {gauge} places together, there are {seats}. Lower a gauge."
    ),
    "setup_gauge_too_small": N_(
        "{name}: {committed} places are taken, a gauge of {gauge} is too small. Free places "
        "first, or allow overbooking."
    ),
    "setup_category_ambiguous": N_(
        "Several plans of the event have a category {name}: {plans}. Name the plan."
    ),
    "import_performance_unknown": N_(
        "There is no performance of {event} at {moment}. Check both, or import the programme first."
    ),
    "import_seat_unknown": N_("The performance has no seat {seat}. Check its name on the plan."),
    "import_seat_taken": N_(
        "Somebody has seat {seat} already. Cancel that ticket first, or correct the file."
    ),
    "import_rate_unknown": N_("There is no rate {name}. Check the code, or add it in the setup."),
    "import_contact_unknown": N_(
        "There is no contact {number}. Import the contacts first, or leave it blank."
    ),
    "import_dossier_of_other": N_(
        "The dossier {number} belongs to another contact. Correct the number or the contact."
    ),
    "import_channel_missing": N_("No sales channel has the origin {origin}. Add one in the setup."),
    "import_unnumbered_unclear": N_(
        "The performance of {event} has {count} categories without numbers, not one. Name "
        "seats instead of a count."
    ),
    "import_gauge_full": N_(
        "{event}: {asked} places are needed here, {left} are left. Raise the gauge in the "
        "setup, or correct the file."
    ),
    "import_paid_too_much": N_(
        "Order {number} was paid {paid}, its tickets come to {total}. Correct the amounts."
    ),
    "import_order_changed": N_(
        "There is another order {number}, bought at another time. Give this one another number."
    ),
    "import_venue_zone_differs": N_(
        "{venue} is in the zone {there} here, in {zone} in the mapping. Correct the mapping, "
        "or the venue in the setup."
    ),
    "import_community_unknown": N_(
        "There is no community type {name}. Check the code, or add it in the setup."
    ),
    "import_contact_erased": N_("Contact {number} was erased for good and is left so."),
    "import_contact_merged": N_("Contact {number} was merged into another and is left so."),
}
