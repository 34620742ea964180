"""Each row of docs/performance.md, a module each."""
