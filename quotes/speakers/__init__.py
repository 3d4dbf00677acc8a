"""Who is speaking: source mentions to speakers, within an article and across articles."""
