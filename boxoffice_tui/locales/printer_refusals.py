"""The sentence of every refusal about ticket printers, as in `refusals.py`."""

from __future__ import annotations

from boxoffice_tui.locales.problems import Sentences
from boxoffice_tui.locales.translate import N_

PRINTER_REFUSALS: dict[str, Sentences] = {
    "no_printer": (
        N_("{till} has no ticket printer. Print to a PDF, or let the setup name the printer of the till."),
        N_("No till stands here, so no ticket printer. Print to a PDF, or say at which till you are."),
    ),
    "printer_failed": (
        N_("{trouble} Printed: {printed}. Not printed: {not_printed}. Print again then."),
        N_("{trouble} Not printed: {not_printed}. Print again then."),
    ),
    "print_uncertain": (
        N_(
            "{trouble} Ticket {uncertain} may have come out: look. If so, it can be printed again as a duplicate, "
            "with a reason; if not, say that it did not come out. Not printed: {not_printed}."
        ),
        N_(
            "{trouble} Ticket {uncertain} may have come out: look. If so, it can be printed again as a duplicate, "
            "with a reason; if not, say that it did not come out."
        ),
    ),
    "ticket_printing": (
        N_("{operator} is printing ticket {number} now. Wait two minutes, then look again."),
        N_("Somebody is printing this ticket now. Wait two minutes, then look again."),
    ),
    "ticket_in_doubt": (
        N_(
            "Nobody knows whether ticket {numbers} came out of the printer. Look: print a duplicate with a reason, "
            "or say that it did not come out."
        ),
        N_(
            "Nobody knows whether this ticket came out of the printer. Look: print a duplicate with a reason, or "
            "say that it did not come out."
        ),
    ),
    "not_on_stock": (
        N_(
            "Delivery mode “{mode_name}” of ticket {numbers} uses no ticket stock: nothing was printed. Print to a "
            "PDF, or first change the mode to one with stock, such as by hand or by post."
        ),
        N_(
            "Delivery mode “{mode_name}” uses no ticket stock: nothing was printed. Name a mode with stock, such "
            "as by hand or by post."
        ),
    ),
    "ticket_not_in_doubt": N_(
        "It is known of these tickets whether they came out of the printer. Look at the order again."
    ),
}
