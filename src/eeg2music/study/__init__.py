"""A blind listening study: pairs of music, a sealed key, and what listeners preferred."""
