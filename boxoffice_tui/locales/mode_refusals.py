"""Why a shipment mode is not set up so, on screen or by a setup file, and what would make it possible."""

from __future__ import annotations

from boxoffice_tui.locales.problems import Sentences
from boxoffice_tui.locales.translate import N_

MODE_REFUSALS: dict[str, Sentences] = {
    "mode_code_malformed": N_(
        "A code has letters, digits and _ . - only, begins with none of . and -, and has {most} characters at most."
    ),
    "mode_code_taken": N_("There is a delivery mode {mode} already. Give this one another code."),
    "mode_name_required": N_("Name the mode in the language of the house."),
    "mode_type_kept": N_(
        "Shipments go by {mode} already: its type stays {type}. Add another mode for another type."
    ),
    "mode_documents_only": N_(
        "An e-mail carries documents only, no tickets. Leave these out, or choose another type."
    ),
    "mode_carries_nothing": N_("Say what it carries: tickets, documents or both."),
    "mode_delay_limit": N_("A delay is 0 to {most} days. Leave it blank where any time will do."),
    "mode_needs_address": N_("{type}: this cannot do without the postal address. Let the mode need it."),
    "mode_needs_email": N_("{type}: this cannot do without the e-mail address. Let the mode need it."),
    "mode_price_negative": N_("A price is not less than nothing. Type 0 where it costs nothing."),
    "mode_price_too_large": N_("This amount is too large. Check the digits."),
}
