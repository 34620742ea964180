"""The typed model of ``params.yaml``: strict, with suggestions."""
