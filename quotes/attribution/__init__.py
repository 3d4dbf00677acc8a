"""Finds the drafts of a Document: proposals of the network, corrected by grammar and quotation marks, with their confidence."""
