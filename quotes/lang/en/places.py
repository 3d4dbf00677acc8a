"""Nouns for places; states and parties of the USA as party tags and datelines write them."""

from __future__ import annotations

from quotes.lang.speakers import PlaceWords

__all__ = ["PLACES"]

PLACES = PlaceWords(
    nouns=frozenset(
        "state city country nation town county kingdom republic island province municipality metro".split()
    ),
    # "The *city of* Norcrest".
    before_name=frozenset("city state town county village province republic kingdom".split()),
    # "Senator Hale *of* Norcrest".
    before_home=frozenset(["of", "from"]),
    # Abbreviations as the AP writes them and as the post office does.
    states={
        abbreviation: name
        for line in """alabama ala al; alaska ak; arizona ariz az; arkansas ark ar; california calif ca; colorado colo co;
    connecticut conn ct; delaware del de; florida fla fl; georgia ga; hawaii hi; idaho id; illinois ill il; indiana ind in;
    iowa ia; kansas kan ks; kentucky ky; louisiana la; maine me; maryland md; massachusetts mass ma; michigan mich mi;
    minnesota minn mn; mississippi miss ms; missouri mo; montana mont mt; nebraska neb ne; nevada nev nv;
    new-hampshire nh; new-jersey nj; new-mexico nm; new-york ny; north-carolina nc; north-dakota nd; ohio oh;
    oklahoma okla ok; oregon ore or; pennsylvania pa; rhode-island ri; south-carolina sc; south-dakota sd; tennessee tenn tn;
    texas tex tx; utah ut; vermont vt; virginia va; washington wash wa; west-virginia wva wv; wisconsin wis wi;
    wyoming wyo wy""".split(";")
        for name, *abbreviations in [line.split()]
        for abbreviation in abbreviations
    },
    parties={
        "D": ("democrat", "democratic"),
        "R": ("republican",),
        "I": ("independent",),
    },
    # Words for each party, which tell two candidates for one office apart.
    party_of={
        "republican": "R",
        "gop": "R",
        "democrat": "D",
        "democratic": "D",
        "libertarian": "L",
        "tory": "C",
        "labour": "B",
    },
)
