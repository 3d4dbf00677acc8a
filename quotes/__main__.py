"""The command `quotes`, also as `python -m quotes`: whatever goes wrong around it, one line and an exit code."""

import gc
import sys

__all__ = ["main"]

# Objects made before Python looks for unused ones, instead of 700: what imports and models make stays, and looking through it
# again and again takes some tenth of the time to the first quote.
OBJECTS = 100_000


def main() -> None:
    """Run the command line and exit."""
    try:
        code = _run()
    except KeyboardInterrupt:  # while modules were still being imported, or anywhere that no command took care of
        sys.stderr.write("error: interrupted\n")
        code = 130
    sys.exit(code)


def _run() -> int:
    from quotes import sigint

    gc.set_threshold(OBJECTS)
    sigint.listen()
    try:
        from quotes.cli.outermost import run

        code = run()
        sigint.stop_listening()
        return code
    except Exception:
        sigint.raise_if_heard()  # within an import, Python makes a SyntaxError of it, or an ImportError
        raise


if __name__ == "__main__":
    main()
