"""How articles are recognised: digests of text and facts, a key for the address, and whether two texts are versions of one."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from quotes.wording import one_line, words

__all__ = ["are_related", "facts_digest", "text_digest", "url_key"]

# The facts of an article, apart from its id.
_FACTS = ("title", "outlet", "author", "published", "url", "language", "text", "extra")
# Parameters of an address that say how a visitor came to a page, not which page it is.
_TRACKING = re.compile(r"utm_.*|fbclid|gclid|mc_[ce]id|cmpid|ref|smid|ocid")
# The share of the shorter text's three-word sequences that the longer one must have. Versions of a news story share half or
# more of them, different stories less than one in fifty.
_RELATED_SHARE = 0.1
_RUN = 3
# Texts of fewer words are compared word by word: one changed word breaks up to three sequences.
_SHORT = 40
_RELATED_SHARE_SHORT = 0.5


def facts_digest(facts: Mapping[str, Any]) -> str:
    """SHA-256 of all facts of an article: if it is the same, nothing has changed."""
    return _sha256(json.dumps([facts[name] for name in _FACTS], ensure_ascii=False, sort_keys=True, default=str))


def text_digest(text: str) -> str:
    """SHA-256 of the text, whatever white space is between its words."""
    return _sha256(one_line(unicodedata.normalize("NFC", text)))


def url_key(url: str | None) -> str | None:
    """The address without scheme, "www.", fragment and tracking; None where there is none, and for a site's front page."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return None
    query = [(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name.lower())]
    path = parts.path.rstrip("/")
    if not host or not (path or query):
        return None
    return f"{host}{port}{path}{'?' + urlencode(sorted(query)) if query else ''}"


def are_related(one: str, other: str) -> bool:
    """Whether two texts may be versions of one article: the longer has enough of the shorter one's wording."""
    fewer, more = sorted((words(one), words(other)), key=len)
    if not fewer:
        return not more
    run, share = (1, _RELATED_SHARE_SHORT) if len(fewer) < _SHORT else (_RUN, _RELATED_SHARE)
    shorter, longer = ({tuple(text[i : i + run]) for i in range(len(text) - run + 1)} for text in (fewer, more))
    return len(shorter & longer) >= share * len(shorter)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
