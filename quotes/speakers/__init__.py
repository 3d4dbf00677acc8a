"""Finds the speakers of quotes: resolves source mentions to the individuals of an article."""
