"""The pages of the quote browser: access to the database, search, and one module for each group of pages."""
