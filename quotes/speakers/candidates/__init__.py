"""Whom a mention may mean: small generators, each of which proposes individuals or descriptions with a reason.

In: a Mention and the View of its article. Out: Candidates, each once, with all that was noted when it was proposed.
"""

from quotes.speakers.candidates.candidate import Candidate, Key, Proposal, View
from quotes.speakers.candidates.every import SOURCES, candidates

__all__ = ["SOURCES", "Candidate", "Key", "Proposal", "View", "candidates"]
