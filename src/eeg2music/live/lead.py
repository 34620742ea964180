"""How far music is made ahead of when it is heard."""

AHEAD_S = 0.1
"""How much music is kept in hand, so that a frame that takes longer leaves no hole."""
MOST_AHEAD_S = 1.0
"""What has piled up beyond this is left out: music that lags behind the brain is none of it."""
