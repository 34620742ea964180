"""What of a run may leave the machine, and how archives want it told."""
