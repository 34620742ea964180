"""Entry points of the rules: read, call, write."""
