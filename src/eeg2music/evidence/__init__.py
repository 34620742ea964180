"""Evidence beside Hits@k: what listeners share, what features hold, what would have been found."""
