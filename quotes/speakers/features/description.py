"""How well the description in a mention fits a candidate, as far as the article tells what the candidate is."""

from __future__ import annotations

from quotes.speakers.candidates import View
from quotes.speakers.grammar import owner_fits
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.roles import is_role

__all__ = ["Description"]


class Description:
    """Measures how the description in one mention fits individuals; nothing if the mention describes nobody."""

    def __init__(self, mention: Mention, view: View) -> None:
        self.mention, self.view = mention, view
        self.described = token = mention.token if mention.form in {"person", "body"} else None
        self.office, self.owner = False, None
        if token is not None and mention.form == "person":
            self.office = is_role(token) and token.lemma.lower() not in view.language.roles.any_office
            owner = view.salience.at.get(mention.owner) if mention.owner is not None else None
            self.owner = owner.meant if owner is not None else None

    def of(self, individual: int) -> dict[str, float]:
        if self.described is None:
            return {}
        fit = self.view.descriptions.fit(self.described, individual)
        return {
            "fit: noun": fit.noun,
            "fit: said": fit.said,
            "fit: exact": float(fit.exact),
            "fit: party": fit.party,
            "fit: place": fit.place,
            "fit: owner": owner_fits(self.mention, individual, self.view),
            "is the owner": float(individual == self.owner),
            "office unfit": float(self.office and fit.noun == 0),
        }
