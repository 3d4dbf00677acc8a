"""What the ranker knows of a candidate, as numbers: a table of features and, by subject, the functions that measure them.

In: a mention, its candidates, the view of the article, and the guesses for neighbouring quotes. Out: a row of numbers for each
candidate, in the order of the table.
"""
