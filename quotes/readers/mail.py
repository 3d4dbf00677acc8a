"""Reads e-mail (.eml, .mbox) as Articles, one for each message."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO

from quotes.article import Article
from quotes.errors import ReadError
from quotes.limits import Limits
from quotes.readers import fields
from quotes.readers.decoding import decode, storable
from quotes.readers.markup import fragment
from quotes.readers.source import lines
from quotes.wording import one_line

__all__ = ["read", "read_mailbox"]


def read(data: bytes, id: str) -> Article:
    """The Article of a message: its plain text, or else the text of its HTML. Raises ReadError if it has neither."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(preferencelist=("plain", "html"))
        raw = body.get_payload(decode=True) if body is not None else b""
        page = body is not None and body.get_content_type() == "text/html"
        charset = body.get_content_charset() if body is not None else None
        facts = _facts(message)
    except Exception as error:  # the parser raises many kinds of errors for invalid headers
        raise ReadError(f"a message that cannot be read ({type(error).__name__}: {error})"[:200]) from error
    if "from" not in facts and "title" not in facts:
        raise ReadError("not an e-mail: it has neither a sender nor a subject")
    text = decode(raw, charset) if isinstance(raw, bytes) else ""
    text = fragment(text) if page else text.strip("\n")
    if not text.strip():
        raise ReadError("a message without text")
    given = facts.pop("message-id", "").strip("<> ")
    author = parseaddr(facts.pop("from", ""))
    if name := author[0] or author[1]:
        facts["author"] = name
    return fields.article(given or id, storable(text), storable(facts), id_given=bool(given))


def _facts(message: EmailMessage) -> dict[str, str]:
    facts = {"message-id": message["message-id"], "title": message["subject"], "from": message["from"]}
    stated = {name: one_line(value) for name, value in facts.items() if value}
    if date := message["date"]:
        try:
            stated["published"] = parsedate_to_datetime(str(date)).isoformat()
        except ValueError:
            stated["date"] = str(date)
    return stated


def read_mailbox(stream: BinaryIO, file: str, limits: Limits) -> Iterator[tuple[int | None, Article | ReadError]]:
    """(number of the message from 1, its Article or what is wrong with it). Messages begin with a line "From …"."""
    for number, message in enumerate(_messages(stream, limits), start=1):
        try:
            if isinstance(message, ReadError):
                raise message
            yield number, read(message, f"{file}:{number}")
        except ReadError as error:
            yield number, error


def _messages(stream: BinaryIO, limits: Limits) -> Iterator[bytes | ReadError]:
    message: list[bytes] | None = None
    size = 0
    blank = True
    for line in lines(stream, limits):
        if isinstance(line, ReadError):
            yield line
            message, size = None, 0
            continue
        if blank and line.startswith(b"From "):
            if message is not None:
                yield b"".join(message)
            message, size = [], 0
        elif message is not None:
            message.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
            if size > limits.file_bytes:
                yield ReadError("a message that is too large; --max-bytes allows more")
                message, size = None, 0
        blank = not line.strip()
    if message is not None:
        yield b"".join(message)
