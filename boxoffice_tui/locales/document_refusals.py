"""Why a document is not made, sent, printed or deleted, and what would make it possible."""

from __future__ import annotations

from boxoffice_tui.locales.problems import Sentences
from boxoffice_tui.locales.translate import N_

DOCUMENT_REFUSALS: dict[str, Sentences] = {
    "document_deleted": N_("This document is deleted. Add a new one."),
    "document_generated": N_(
        "This document is generated: what it says is settled. Send or print it, or add a new one."
    ),
    "document_sent": N_("This document is sent: it is neither sent again nor deleted. Print it, or add a new one."),
    "invoice_kept": (
        N_("Invoice {number} stays as it is. To correct it, add a new invoice: it replaces this one."),
        N_("An invoice stays as it is. To correct it, add a new one: it replaces this one."),
    ),
    "not_for_documents": (
        N_("{mode_name} carries no documents. Choose another delivery mode, or allow it in the setup."),
        N_("This delivery mode carries no documents. Choose another one, or allow it in the setup."),
    ),
    "no_mode_for_documents": N_("No delivery mode of the house carries documents. Allow one in the setup."),
    "not_by_email": (
        N_("It travels by {mode_name}: print it. Only what travels by e-mail is sent from here."),
        N_("Print it: only what travels by e-mail is sent from here."),
    ),
    "letter_empty": N_("A letter needs a text. Type it."),
    "letter_too_long": (
        N_("A letter has at most {limit} characters, this one has {length}. Shorten it."),
        N_("This letter is too long. Shorten it."),
    ),
    "text_of_letters_only": N_("Only a letter has a text of yours. Leave it blank, or add a letter."),
    "nothing_to_invoice": N_("This order is cancelled and was never invoiced: there is nothing to invoice."),
    "document_not_found": N_("There is no document {name}. List those of an order with: boxoffice documents list"),
}
