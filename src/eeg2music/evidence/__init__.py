"""Evidence beside Hits@k: what listeners share, and what can be read from features."""
