"""Why somebody does not get to the desk, or a command is not taken; services give the facts they know."""

from __future__ import annotations

from enum import StrEnum


class AccessRefusal(StrEnum):
    """Refusals of identity, of databases and of keys. Facts: account, operator, place or key where one is meant."""

    ACCOUNT_UNKNOWN = "account_unknown"
    ACCOUNT_MAY_NOT_ACT = "account_may_not_act"
    WRONG_PIN = "wrong_pin"
    PIN_MALFORMED = "pin_malformed"
    CLOCK_ONLY_IN_TRAINING = "clock_only_in_training"
    ALREADY_INITIALISED = "already_initialised"
    KEY_REUSED = "key_reused"
    NO_SENDER = "no_sender"
