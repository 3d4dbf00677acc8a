"""From archives to shards of annotated articles with Ray Data, and from shards into a database. Needs the extra `ray`."""
