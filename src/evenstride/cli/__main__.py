"""`python -m evenstride.cli` is the command line too."""

from evenstride.cli import main

main()
