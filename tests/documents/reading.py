"""Documents read back as a customer's machine would: pages as pictures, codes, texts, parts of a message.

MuPDF's Python binding (AGPL, development only) draws the pages: the lock brings it to every machine.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pymupdf
import zxingcpp
from PIL import Image

TextLine = tuple[str, tuple[float, float, float, float]]


def pages(pdf: bytes) -> list[Image.Image]:
    """Each page as a picture at 100 dots an inch, as a cheap printer or a telephone shows it."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [page.get_pixmap(dpi=100).pil_image() for page in document]


def codes(pdf: bytes) -> list[list[str]]:
    """The texts of the codes on each page."""
    return [[code.text for code in zxingcpp.read_barcodes(page)] for page in pages(pdf)]


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [page.get_text() for page in document]


def text_lines(pdf: bytes) -> list[list[TextLine]]:
    """The horizontal lines of text of each page with their boxes in points: left, top, right, bottom."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [
            [
                ("".join(span["text"] for span in line["spans"]), tuple(line["bbox"]))
                for block in page.get_text("dict")["blocks"]
                for line in block.get("lines", ())
                if line["dir"] == (1.0, 0.0)
            ]
            for page in document
        ]


def fonts(pdf: bytes) -> set[tuple[str, str]]:
    """The file kind and the name of every font embedded in the document."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return {(font[1], font[3]) for page in document for font in page.get_fonts()}


def message(content: bytes) -> EmailMessage:
    """A message as a mail program reads it."""
    return cast(EmailMessage, message_from_bytes(content, policy=policy.default))


def body(content: bytes, kind: str) -> str:
    """The text (`plain`) or page (`html`) of a message."""
    part = message(content).get_body((kind,))
    assert part is not None
    return str(part.get_content())


def attachment(content: bytes, content_type: str) -> bytes:
    """The one attachment of that type."""
    (found,) = (
        part for part in message(content).iter_attachments() if part.get_content_type() == content_type
    )
    return cast(bytes, found.get_payload(decode=True))
