"""From mentions to speakers: within one article, then across articles."""
