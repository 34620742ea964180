"""What the pipeline asks of a collection of recordings, and which collections answer."""
