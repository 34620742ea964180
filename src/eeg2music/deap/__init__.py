"""All that knows DEAP: montage, recordings, ratings, videos."""
