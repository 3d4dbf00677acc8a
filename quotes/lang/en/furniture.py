"""The wording of page furniture in English: links to other articles, invitations, credits, notes about the author."""

from __future__ import annotations

import re

from quotes.lang.language import PageWords

__all__ = ["PAGES"]


def _one_of(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


_STORIES = "(?:articles?|stor(?:y|ies)|news|coverage|content|reading|links?|topics?|posts?)"
_PIECE = "(?:article|story|column|piece|post|interview|report)"
_NAME = r"(?!(?:The|An?|Our|That|This|His|Her) )(?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w’'-]+"
_NETWORKS = "(?:Twitter|X|Facebook|Instagram|LinkedIn|Bluesky|Threads|Mastodon|Telegram|WhatsApp|YouTube|TikTok)"

_LABELS = _one_of(
    "read(?: (?:more|next|also|on|this|here))?",
    "(?:also|must|please)[ -]read",
    "more(?: (?:from|on|news|stories|here)[^.:!?]{0,40})?",
    "(?:see|watch|listen) (?:also|more|here|now)",
    f"related(?: {_STORIES})?",
    f"recommended(?: for you| {_STORIES})?",
    "(?:further|background|essential) reading",
    "don['’]?t miss",
    "must[ -](?:see|watch)",
    "you may also like",
    f"(?:top|latest|other|trending|popular|most read) {_STORIES}",
    "trending(?: now)?",
    "most (?:read|popular|viewed)",
    "in (?:pictures|photos|other news|case you missed it)",
    "(?:up next|next up)",
    "(?:explained|explainer|fact check)",
)
# A label before a link to another article, with a mark after it: "MORE: Mayor says taxes will rise".
LABELLED_LINK = re.compile(rf"{_LABELS}(?:\s*[:|»>–—]|\s+-\s)\s*(?=\S)", re.IGNORECASE)
# A link without a mark after its label, and labels that stand above a list of links; the whole paragraph.
LINK = re.compile(
    _one_of(
        "(?:also|see|please) (?:read|also) .*",
        f"read (?:more|next|also|the (?:full|whole) {_PIECE})",
        f"read (?:more|next|also|the (?:full|whole) {_PIECE}) (?:about|on|from|here|in|at|of|by)\\b[^.!?,]*",
        f"related {_STORIES}",
        f"recommended(?: for you| {_STORIES})?",
        "(?:further|background) reading",
        "you may also like.*",
        f"(?:top|latest|trending|popular) {_STORIES}",
        "trending(?: now)?",
        "most (?:read|popular|viewed)(?: .*)?",
        "in case you missed it",
        "up next",
        "more (?:from|on|news|stories)[^.!?,]{0,60}",
        "click (?:here|on) .*",
        r"(?:watch|view|see) (?:more|now|the (?:video|gallery|photos))\b[^.!?,]*",
        "skip to .*",
        f"(?:{_PIECE}) continues .*",
        "continue reading.*",
        "advertise?ment(?: .{0,30})?",
        "(?:sponsored|promoted)(?: content)?",
    )
    + "[:.…»>]*",
    re.IGNORECASE,
)
# Invitations to the reader, at the beginning of a paragraph.
INVITATION = re.compile(
    _one_of(
        "would you like to (?:comment|respond|share|contribute|write)",
        "(?:leave|post|add|write) (?:a|your) (?:comment|reply)",
        "join (?:the|our) (?:conversation|discussion|debate|community|newsletter|WhatsApp|Telegram)",
        "have your say",
        f"share (?:your (?:thoughts|views|opinion|story)|this (?:{_PIECE}|on|with))",
        "let us know (?:in|what|your|by|if)",
        r"what do you think\? (?:let|leave|tell|share|have|join|comment|write)",
        "sign(?:ing)? up (?:for|to|here|now|today)",
        "(?:please )?subscribe (?:to|now|here|today|for)",
        r"(?:get|receive) (?:the|our|all|more|these|breaking|daily)\b[^.!?]{0,80}\b(?:inbox|newsletter|e-?mail|alerts?|app)\b",
        f"(?:like|follow) (?:us|our|him|her|them|me) [^.!?]{{0,60}}?(?:{_NETWORKS}|@)",
        rf"follow (?:@\w|{_NAME} on {_NETWORKS}\b)",
        r"download (?:the|our)\b[^.!?]{0,40}\bapp\b",
        r"(?:support|help us|donate|become a (?:member|subscriber|supporter))\b[^.!?]{0,60}"
        r"\b(?:journalism|newsroom|newspaper|today)\b",
        "(?:do you have|got) (?:a (?:story|tip|news tip|question)|any tips)",
        r"(?:e-?mail|contact|write to) (?:us|him|her|the (?:reporter|author|writer|editor|newsroom)|[\w.+-]+@)",
        f"(?:this|the) {_PIECE} (?:was|is|has been|has|) ?(?:originally|first) (?:appeared|published|ran)",
        f"the {_PIECE} .{{1,200}} (?:first appeared|appeared first) on ",  # WordPress adds it to every entry of a feed
        f"this {_PIECE} (?:was|is|has been) (?:published|written|compiled|produced|syndicated|reproduced|translated)",
        r"(?:copyright\b|©|all rights reserved)",
        "(?:send|submit) (?:us )?(?:your|a) (?:letters?|comments?|tips?|news|story)",
        "by (?:signing up|subscribing|submitting)",
        "(?:we use cookies|(?:enter|confirm) your e-?mail|you can unsubscribe)",
        "comments? (?:are|is|have been) (?:closed|moderated|disabled)",
    ),
    re.IGNORECASE,
)
# Credits of pictures, at the end of a caption or as a line of their own.
_PICTURE = "(?:photo|photograph|picture|image|pic|video|illustration|graphic)s?"
CREDIT = re.compile(
    _one_of(
        rf"\b(?:file )?(?:{_PICTURE}(?: credits?)?|credits?)(?: (?:by|courtesy(?: of)?|from))?\s*[:/|] ?[^.:!?]{{2,60}}",
        rf"\((?:AP |file )?(?:{_PICTURE}|file)\b[^)]{{0,80}}\)",
        "(?:getty images|shutterstock|file photo)",
    )
    + "[.)]*$",
    re.IGNORECASE,
)
_AUTHORS = _one_of(
    *"""reporter journalist correspondent writer editor columnist author blogger contributor photographer producer broadcaster
    presenter critic freelancer fellow professor lecturer novelist historian commentator essayist researcher analyst consultant
    director lawyer economist scientist student""".split()
)
# Notes about the author in the last paragraphs; elsewhere, such sentences are ordinary text.
BIOGRAPHY = re.compile(
    _one_of(
        "[Aa]bout the (?:authors?|writers?|reporters?)",
        "(?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Ww]ritten|[Ee]dited|[Tt]ranslated) by [A-Z]",
        rf"{_NAME},? (?:is|was) (?:an?|the|our|one of)\b[^.!?“”\"]{{0,90}}?\b{_AUTHORS}\b",
        rf"{_NAME} (?:covers|writes (?:about|for|on)|reports (?:on|for|from)|edits|is based in|joined (?:the|our)\b)",
    )
)

PAGES = PageWords(labelled_link=LABELLED_LINK, link=LINK, invitation=INVITATION, credit=CREDIT, biography=BIOGRAPHY)
