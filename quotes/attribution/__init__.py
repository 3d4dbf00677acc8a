"""Document to drafts: what the network proposes, what grammar and quotation marks make of it, and how sure it is."""
