"""What recordings tell without a model: what listeners share, and what can be read from them."""
