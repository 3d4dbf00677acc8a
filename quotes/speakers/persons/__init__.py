"""Named persons of one article to individuals: full names first, then the short ones that fit them.

Full names are the same person by given name and surname, in spite of a misspelling or a short form ("Mike", "Michael"), if one
is a part of the other, or if the article says that somebody is called by both. A surname, given name, inner name, initials or
title with surname belongs to the only full name that it fits. If it fits several (spouses, namesakes), what the article tells of
them decides; otherwise it is nobody's.

`repair` puts names right by the article's other names; `parts` compares two names; `register` holds the persons so far, by their
full names; `aliases` reads who is called by two names; `short` tells whom a short name may mean, and `choice` which of several it
does. `find` takes the steps.
"""
