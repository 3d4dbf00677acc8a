"""The command `quotes`, also as `python -m quotes`: whatever goes wrong around it, one line and an exit code."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit."""
    try:
        from quotes import sigint

        sigint.listen()
        from quotes.cli.outermost import run

        code = run()
    except KeyboardInterrupt:  # while modules were still being imported, or anywhere that no command took care of
        code = 130
        sys.stderr.write("error: interrupted\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
