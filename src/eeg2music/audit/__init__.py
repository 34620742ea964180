"""A leak detector: what must not tell is changed, and the chain run again."""
