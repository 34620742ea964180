"""The generator of demo data in DEAP's file formats. Nothing outside knows of it."""
