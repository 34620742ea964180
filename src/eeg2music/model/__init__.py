"""The encoder-decoder Transformer and its loss (paper 3.2, 3.3)."""
