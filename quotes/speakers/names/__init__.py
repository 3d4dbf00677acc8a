"""The names in an article: what the entity tagger found, with bounds and kinds put right. A module a step, in this order:

`whole` adds the parts of a name that the tagger left out; `owners` cuts off whose or for whom a name stands there; `trimmed` cuts
off other words that the tagger let in; `refused` tells what is no name; `kinds` tells whether a name is a person's or a body's.
`find` takes the steps.
"""
