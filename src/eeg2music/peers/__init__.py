"""Systems in the manner of others: a feeling is read from the EEG, and music found that fits it."""
