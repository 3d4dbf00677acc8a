"""What firms and offices announce that they will do. "Keller said in a statement that it would recall …": no person is "it"."""

__all__ = ["DEEDS"]

# Verbs with an object or a particle whose subject "it", after "would" or "will", is whoever has made the statement; what only
# a thing or a plan does ("it would help", "it would cost") is left out. From reports about companies.
DEEDS = frozenset(
    "acquire appeal buy close cooperate halt hire invest launch lay pay postpone recall refund reimburse relocate reopen"
    " replace resume sell shut suspend withdraw".split()
)
