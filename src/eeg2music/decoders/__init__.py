"""Simple decoders of differential entropy: what the Transformer must beat."""
