"""Decodes the bytes of a file to the text in which offsets are counted: settles encoding, line ends and mojibake."""

from __future__ import annotations

import codecs
import re
from typing import Any

from quotes.errors import ReadError

__all__ = ["decode", "is_binary", "storable"]

# The first bytes of files that are not text, whatever their name; some of them (PDF, RTF) could be taken for text.
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\xfd7zXZ", "xz-compressed"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"SQLite format 3\x00", "a database"),
)
# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.01  # the share of control characters: text has hardly any, every binary format several per cent
_MOST_ACCENTS = 0.2  # the share of bytes above 127: a line of French or German has fewer, Cyrillic or Greek far more
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of a file, with "\\n" line ends, no byte order mark, and mojibake repaired where it is certain.

    UTF-8 if it fits; else `declared` (the encoding that the document states); else the most plausible encoding. Raises ReadError
    when the bytes are not text.
    """
    text = _decode(data, declared)
    if is_binary(text):
        raise ReadError("binary data, not text")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSTORABLE.sub("\ufffd", _repair(text))


def is_binary(text: str) -> bool:
    """Whether a decoded text has more control characters than real text can have."""
    return len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text)


def storable(value: Any) -> Any:
    """`value` (text or JSON data) with U+FFFD for each character that SQLite or UTF-8 cannot store."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    return value


def _decode(data: bytes, declared: str | None) -> str:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ReadError(f"{what}, not text; convert it to text, Markdown or HTML first")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if data.count(0) > len(data) / 4:  # UTF-16 without a mark: every other byte of Latin text is zero
        encoding = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8", errors="replace")
    lost = damaged.count("\ufffd")
    if sum(not char.isascii() for char in damaged) > 2 * lost:  # still UTF-8, but cut or damaged in a few places
        return damaged
    if declared is not None:
        try:
            return data.decode(declared)
        except (LookupError, ValueError):
            pass
    return _guess(data)


def _guess(data: bytes) -> str:
    """The text of bytes that are not UTF-8 and whose encoding is not stated.

    Mostly ASCII is taken for Windows-1252: text in the Latin alphabet has too few other bytes for statistics
    (charset-normalizer chose Baltic, Japanese or Chinese code pages for most of 30 news articles).
    """
    if sum(byte > 127 for byte in data) < _MOST_ACCENTS * len(data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    import charset_normalizer

    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise ReadError("binary data or an unknown encoding; save it as UTF-8")
    return str(best)


def _repair(text: str) -> str:
    """`text` with those lines repaired that are UTF-8 decoded as something else ("â€œ"), and nothing else changed."""
    if text.isascii():
        return text
    import ftfy
    from ftfy.badness import is_bad

    if not is_bad(text):
        return text
    config = ftfy.TextFixerConfig(
        unescape_html=False,
        restore_byte_a0=False,
        replace_lossy_sequences=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_c1_controls=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )
    lines = []
    for line in text.split("\n"):
        fixed = ftfy.fix_encoding(line, config) if is_bad(line) else line
        lines.append(line if is_bad(fixed) or "\n" in fixed else fixed)
    return "\n".join(lines)
