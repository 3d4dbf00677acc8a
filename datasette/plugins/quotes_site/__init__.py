"""What the quote browser's pages are made of: the database, the search, and one module a group of pages."""
