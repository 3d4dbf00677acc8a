"""The state that a watcher saves between two starts: a JSON file beside the database."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from quotes.errors import QuotesError
from quotes.files import written_whole
from quotes.watching.alerts import Alerts
from quotes.watching.feeds import Feed

__all__ = ["State"]

_VERSION = 1


@dataclass
class State:
    """Feeds by the address that the user gave, alerts by the name of their search, and the last run that was reported."""

    feeds: dict[str, Feed] = field(default_factory=dict)
    alerts: dict[str, Alerts] = field(default_factory=dict)
    run: int | None = None

    @classmethod
    def load(cls, path: Path) -> State:
        """The state in a file; an empty one if there is no file. Raises QuotesError for a file that is not a state."""
        try:
            data = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError) as error:
            raise QuotesError(f"{path}: cannot be read ({error}); move it away to begin anew") from error
        try:
            if data.pop("version") != _VERSION:
                raise ValueError
            return cls(
                {address: Feed(**feed) for address, feed in data["feeds"].items()},
                {name: Alerts(**alerts) for name, alerts in data["alerts"].items()},
                data["run"],
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise QuotesError(f"{path}: is not what `quotes watch` writes; choose another --state") from error

    def save(self, path: Path) -> None:
        """Write the state to a file, which is replaced at once."""
        with written_whole(path) as stream:
            json.dump({"version": _VERSION, **asdict(self)}, stream, ensure_ascii=False)
