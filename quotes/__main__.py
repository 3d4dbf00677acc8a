"""`python -m quotes` is the command `quotes`."""

from quotes.cli import main

if __name__ == "__main__":
    main()
