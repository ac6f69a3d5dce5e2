"""The sentence of what is not a rule's answer: nothing found, no right, a conflict, no access, no database.

Several sentences as in `refusals.py`: the first one whose facts are all there is said.
"""

from __future__ import annotations

from boxoffice_tui.locales.translate import N_

Sentences = str | tuple[str, ...]

_ERRORS: dict[str, Sentences] = {
    "order_not_found": N_("There is no order {name}. Check the number, or search by name or e-mail."),
    "contact_not_found": N_("There is no contact {name}. Search by name or e-mail, or create the contact."),
    "ticket_not_found": N_("There is no ticket {name}. Check the number on the order."),
    "dossier_not_found": N_("There is no dossier {name}. Check the number, or search for one of its orders."),
    "shipment_not_found": N_("There is no shipment {name}. Look at the shipments of its dossier."),
    "channel_not_found": N_("There is no sales channel {name}. Choose one of the setup."),
    "performance_not_found": N_("There is no performance {name}. Choose one of the list."),
    "seats_not_found": N_(
        "There are no seats {name}. Name a section, a row (SECTION:ROW), a range (SECTION:ROW-1..ROW-9) or a seat."
    ),
    "event_not_found": N_("There is no event {name}. Choose one of the list."),
    "operator_not_found": N_("There is no operator {name}. An administrator can create one."),
    "not_found": (
        N_("There is no {what} {name}. Check it, or choose one of the list."),
        N_("There is no {name}. Check it, or choose one of the list."),
        N_("There is no such thing. Check it, or choose one of the list."),
    ),
    "not_allowed": (
        N_("Your rights do not include “{right}”. Ask an operator who holds it."),
        N_("Your rights do not include this. Ask an operator who holds the right."),
    ),
    "conflict": (
        N_(
            "{who} changed this meanwhile ({when}). What you typed is kept: look at the change, then save "
            "again."
        ),
        N_("This changed meanwhile. What you typed is kept: look at the change, then save again."),
    ),
    "fault": (
        N_("Something went wrong and nothing was saved. Tell your administrator the number {id} of the log."),
        N_("Something went wrong and nothing was saved. The log says more."),
    ),
}

_ACCESS: dict[str, Sentences] = {
    "account_unknown": (
        N_("The system account {account} belongs to no operator. An administrator can bind it to one."),
        N_("This system account belongs to no operator. An administrator can bind it to one."),
    ),
    "account_may_not_act": (
        N_("The system account {account} may not act as {operator}. An administrator can allow it."),
        N_("This system account may not act as that operator. An administrator can allow it."),
    ),
    "operator_inactive": (
        N_(
            "The operator {operator} was deactivated. Let another one sit down, or ask an administrator to "
            "activate {operator} again."
        ),
        N_("This operator was deactivated. Let another one sit down, or ask an administrator."),
    ),
    "pin_locked": (
        N_(
            "Too many wrong PINs for {operator} here. Wait until {opens_at}, or ask an administrator for a new "
            "PIN, which opens at once."
        ),
        N_("Too many wrong PINs. Wait, or ask an administrator for a new one, which opens at once."),
    ),
    "pin_needed": (
        N_(
            "Acting as {operator} on this shared account needs the PIN of {operator}. Type it at a terminal, or "
            "name a file that holds it: --pin-file."
        ),
        N_("This operator's PIN is needed. Type it at a terminal, or name a file that holds it: --pin-file."),
    ),
    "wrong_pin": N_("This PIN is wrong. Type it again, or ask an administrator for a new one."),
    "pin_malformed": N_("A PIN has 4 to 12 digits. Type another one."),
    "clock_only_in_training": N_(
        "Only a training database takes another clock. Create one: boxoffice init --training."
    ),
    "already_initialised": (
        N_("There is a database at {place} already. Name another file, or use this one."),
        N_("There is a database already. Name another file, or use this one."),
    ),
    "folder_not_shared": (
        N_(
            "The folder {place} is there already and is not the group {group}'s alone (mode 2770). Name one that "
            "is not there yet: it is made for the group."
        ),
        N_("The folder is there already and is not the group's alone (mode 2770). Name one that is not there yet."),
    ),
    "key_reused": N_(
        "This key was already used for something else. Repeat exactly what was asked first, or use a new key."
    ),
    "no_sender": N_("No sender's address is set, so no mail can leave. Add it in the setup."),
}

_DATABASE: dict[str, Sentences] = {
    "locked": N_("The database is busy. Nothing was saved: try again in a moment."),
    "unreachable": (
        N_("The database {place} cannot be reached. Nothing was saved: check the network, then try again."),
        N_("The database cannot be reached. Nothing was saved: check the network, then try again."),
    ),
    "read_only": (
        N_(
            "The database {place} is read-only. Nothing was saved: give its file and folder write permission."
        ),
        N_("The database is read-only. Nothing was saved: give its file and folder write permission."),
    ),
    "disk_full": N_("The disk is full. Nothing was saved: free some space, then try again."),
    "disk_fault": N_("The disk failed to read or write. Nothing was saved: check the disk, then try again."),
    "corrupt": (
        N_("The database {place} is damaged. Stop selling and restore a backup: boxoffice restore."),
        N_("The database is damaged. Stop selling and restore a backup: boxoffice restore."),
    ),
    "not_a_database": (
        N_("{place} is not a database of this program. Name another file, or create one: boxoffice init."),
        N_("This is not a database of this program. Name another file, or create one: boxoffice init."),
    ),
    "missing": (
        N_("There is no database at {place}. Create it: boxoffice init."),
        N_("There is no database yet. Create it: boxoffice init."),
    ),
    "no_such_database": (
        N_("The server has no database {name} ({place}). Create it there: createdb {name}. Then: boxoffice init."),
        N_("The server has no such database ({place}). Create it there by createdb. Then: boxoffice init."),
        N_("The server has no such database. Create it there by createdb. Then: boxoffice init."),
    ),
    "too_new": N_("The database was written by a newer version of this program. Install that version."),
    "old": N_(
        "The database was written by an older version of this program. Upgrade it: boxoffice db upgrade."
    ),
    "link": (
        N_("{place} is a link to a file, which is unsafe for a database. Name the file itself."),
        N_("A link to a file is unsafe for a database. Name the file itself."),
    ),
    "network_file_system": (
        N_("{place} is on a network drive, which loses sales. Use a local disk, or PostgreSQL."),
        N_("A database on a network drive loses sales. Use a local disk, or PostgreSQL."),
    ),
    "no_driver": N_(
        "The driver of this database is not installed. Install the program with its extra “postgres”."
    ),
    "no_permission": (
        N_("You may not open the database {place}. Ask its owner, or use your own system account."),
        N_("You may not open the database. Ask its owner, or use your own system account."),
    ),
    "address_malformed": N_(
        "This is no address of a database. Write it like postgresql://name@host/database, an @ in a password as "
        "%40."
    ),
    "parameter_unknown": (
        N_(
            "The address of the database has the parameter “{parameter}”, which PostgreSQL does not know. Correct "
            "it, or take it out."
        ),
        N_("The address of the database has a parameter that PostgreSQL does not know. Correct it."),
    ),
    "parameter_malformed": N_(
        "A parameter in the address of the database cannot have the value it has. Correct what stands behind "
        "the question mark."
    ),
    "commit_unknown": N_(
        "The connection was lost while saving: it may or may not be saved. Save again; nothing is recorded "
        "twice."
    ),
}

_BACKUPS: dict[str, Sentences] = {
    "backup_exists": (
        N_("There is a file {place} already, and nothing is overwritten. Name another one."),
        N_("There is such a file already, and nothing is overwritten. Name another one."),
    ),
    "no_backup": (
        N_("There is no file {place}. Check its name: a backup is one file."),
        N_("There is no such file. Check its name: a backup is one file."),
    ),
    "backup_link": (
        N_("{place} is a link. Name the file of the backup itself."),
        N_("This is a link. Name the file of the backup itself."),
    ),
    "backup_of_other_engine": (
        N_(
            "{place} is a backup of a {made_of} database, and {database} is {engine}. Restore it where the "
            "database is {made_of} too."
        ),
        N_("This is a backup of another kind of database. Restore it where the database is of that kind too."),
    ),
    "not_a_backup": (
        N_("{place} is no backup of this program. Name another file."),
        N_("This is no backup of this program. Name another file."),
    ),
    "backup_broken": (
        N_("The backup {place} breaks {codes}. Nothing was replaced: take an older one."),
        N_("This backup is broken. Nothing was replaced: take an older one."),
    ),
    "database_in_use": (
        N_("Somebody has {place} open. Nothing was replaced: close every program on it, then restore again."),
        N_("Somebody has the database open. Nothing was replaced: close every program, then restore again."),
    ),
    "program_missing": (
        N_("The program {place} is missing. Install the client programs of PostgreSQL."),
        N_("A program is missing. Install the client programs of PostgreSQL."),
    ),
    "program_failed": (
        N_("{place} failed, and nothing was changed. The log says why."),
        N_("A program of PostgreSQL failed, and nothing was changed. The log says why."),
    ),
}

PROBLEMS: dict[str, Sentences] = {**_ERRORS, **_ACCESS, **_DATABASE, **_BACKUPS}
