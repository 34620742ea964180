"""The written voice: chords, key, tempo, parts and MIDI of a token sequence (paper 3.2)."""
