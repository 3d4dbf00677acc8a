"""English, as data: word lists with the reason for each. No code that decides anything."""
