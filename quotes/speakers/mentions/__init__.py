"""The source of a draft, analysed: its head, what kind of mention it is, and what its form tells.

In: a draft and the cast. Out: a Mention. The head and its apposition decide whom a phrase means; names deeper inside do not.
"""
