"""Annotates archives with Ray Data into shards, and loads shards into a database. Needs the extra `ray`."""
