"""E-mail addresses: which are well formed, and how mail servers spell them."""

from __future__ import annotations

_LEAST_TOP_LEVEL = 2  # letters


class MalformedAddressError(ValueError):
    """What was given is not one e-mail address; the message never repeats it."""

    def __init__(self) -> None:
        super().__init__("not an e-mail address")


def wire_address(address: str) -> str:
    """`address` as it goes over the wire: the domain in ASCII and lower case, the local part as written.

    A local part beyond ASCII is kept (it needs SMTPUTF8, RFC 6532). Names of tests and of an intranet are
    well formed; line ends, blanks, display names and lists of addresses are not: MalformedAddressError.
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(
            address, check_deliverability=False, test_environment=True, globally_deliverable=False
        )
    except EmailNotValidError:
        raise MalformedAddressError from None
    return f"{found.local_part}@{found.ascii_domain}"


def doubtful(address: str) -> bool:
    """Whether an address that is well formed is probably mistyped: of a domain that no mail reaches from here.

    One without a dot (`eve@exemple`), or whose last part is one letter or holds a digit (`eve@exemple.c0m`).
    """
    domain = address.strip().rpartition("@")[2]
    _before, dot, last = domain.rpartition(".")
    international = last.lower().startswith("xn--")
    return not dot or len(last) < _LEAST_TOP_LEVEL or not (international or last.isalpha())
