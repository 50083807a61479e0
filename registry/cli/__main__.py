"""`python -m registry.cli`: the command line without its script."""

from registry.cli import main

main()
