"""One module per file format, each with a `FORMAT` that says what it reads and writes."""
