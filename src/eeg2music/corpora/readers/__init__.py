"""One file a kind of recordings: the adapter that reads them."""
