"""Named organisations, places and groups of one article to individuals.

Two mentions are one individual by name, by acronym (as the article defines it, or by its initials), or where one is a part of the
other's longer name: its last words ("Security Council"), or its first where both are organisations ("Northgate", "Northgate
Industrial").

`joined` puts names together that the tagger split, `repair` puts them right by the article's other names; `alike` compares two
names; `short` tells whose longer name a short one may be; `full_names` reads the full names that stand before acronyms. `find`
takes the steps.
"""
