"""The errors that this project raises on purpose. A message says what, where and what to do, on one line."""

__all__ = ["ModelError", "QuotesError", "ReadError", "StoreError", "first_line"]


class QuotesError(Exception):
    """Base of all expected errors; the command line prints it as one line and exits with `exit_code`."""

    exit_code = 1


class ReadError(QuotesError):
    """An input cannot be read as an article. The rest of the batch goes on."""


class ModelError(QuotesError):
    """A language model is missing or damaged, or cannot be downloaded."""


class StoreError(QuotesError):
    """A database is missing, not ours, newer than this program or locked, or a request to it cannot be carried out."""


def first_line(error: BaseException) -> str:
    """The first line of an error's message; the name of its class if it has none."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
