"""Fetches pages of the site from either Datasette: the installed one, or the 1.0 alpha in an environment of its own.

As a program, run by the alpha's Python, it answers requests: lines of JSON in, lines of JSON out.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasette.app import Datasette

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "datasette"
ALPHA = Path(os.environ.get("QUOTES_DATASETTE_ALPHA") or ROOT / ".venv-alpha") / "bin" / "python"
HOSTS = ["datasette", "datasette-alpha"]

Get = Callable[..., "Page"]


@dataclass
class Page:
    status_code: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


def getter(*databases: Path, host: str = HOSTS[0], **options: Any) -> Get:
    """A function that fetches pages, as from a fresh server. Skips the test where the alpha is not installed."""
    if host == HOSTS[0]:
        return _fetcher(databases, options)
    if not ALPHA.exists():
        import pytest  # the alpha's environment has none

        pytest.skip(f"no Datasette 1.0 alpha at {ALPHA}: scripts/datasette-alpha installs it")
    arguments = [json.dumps([str(path) for path in databases]), json.dumps(options)]
    server = subprocess.Popen(
        [ALPHA, __file__, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    atexit.register(server.kill)

    def get(path: str, **request: Any) -> Page:
        assert server.stdin and server.stdout
        server.stdin.write(json.dumps([path, request]) + "\n")
        server.stdin.flush()
        return Page(**json.loads(server.stdout.readline()))

    return get


def _fetcher(databases: Any, options: dict[str, Any]) -> Get:
    datasette = Datasette([], immutables=[str(path) for path in databases], config_dir=SITE, **options)
    loop = asyncio.new_event_loop()

    async def fetch(path: str, request: dict[str, Any]) -> Page:
        await datasette.invoke_startup()
        answer = await datasette.client.request("GET", path, avoid_path_rewrites=True, **request)
        return Page(answer.status_code, dict(answer.headers), answer.text)

    return lambda path, **request: loop.run_until_complete(fetch(path, request))


if __name__ == "__main__":
    fetch = _fetcher(json.loads(sys.argv[1]), json.loads(sys.argv[2]))
    for line in sys.stdin:
        address, wanted = json.loads(line)
        print(json.dumps(vars(fetch(address, **wanted))), flush=True)
