"""Candidates for the speaker of a mention: small generators that propose individuals or descriptions, with a reason.

In: a Mention and the View of its article. Out: Candidates without duplicates, with the marks of all their proposals.

`view` has what is looked up in an article, `candidate` what is proposed. `every` lists the generators, one or two modules for
each way to be meant; `merged` makes their proposals candidates, of which `unfit` and `silent` rule some out.
"""

from quotes.speakers.candidates.candidate import Candidate, Key, Proposal
from quotes.speakers.candidates.every import candidates
from quotes.speakers.candidates.view import View

__all__ = ["Candidate", "Key", "Proposal", "View", "candidates"]
