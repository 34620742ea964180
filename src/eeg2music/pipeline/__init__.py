"""What Snakemake and DVC need to know of the stages."""
