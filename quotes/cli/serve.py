"""`quotes serve`: the quote browser, by Datasette, over a copy of the database that never changes."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from quotes.cli.common import Database, Json, messages, output, print_json
from quotes.errors import QuotesError
from quotes.store import publish

__all__ = ["register", "site_folder"]

# The name of the copy is the name of the database in the site's addresses, whatever the file is called here.
_COPY = "quotes.db"
_PACKAGE = Path(__file__).resolve().parents[1]
# Datasette takes about two seconds to start; a busy machine may need many times that.
_START_SECONDS = 60.0


def register(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve(
    db: Database = Path("quotes.db"),
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8001,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the site in a browser.")] = False,
    as_json: Json = False,
) -> None:
    """Serve the quote browser until Ctrl-C.

    What is served is a copy, made at the start: articles ingested later appear after a restart. The same site without
    this command: `datasette datasette/ -i quotes.db`
    """
    port = _free_port(host, port)
    with tempfile.TemporaryDirectory(prefix="quotes-") as folder, _terminated_like_interrupted():
        copy = publish(db, Path(folder) / _COPY)
        command = [sys.executable, "-m", "datasette", "serve", str(site_folder()), "-i", str(copy)]
        command += ["--host", host, "--port", str(port)]
        with _running(command, Path(folder) / "datasette.log") as server:
            address = f"http://{_in_url(host)}:{port}/"
            _wait_until_it_answers(server, host, port, Path(folder) / "datasette.log")
            if as_json:
                print_json({"address": address, "database": str(db)})
            else:
                output().print(f"Serving {db} at {address}", markup=False, soft_wrap=True)
                messages().print("Press Ctrl-C to stop.")
            sys.stdout.flush()
            if open_browser:
                typer.launch(address)
            with contextlib.suppress(KeyboardInterrupt):
                server.wait()
                raise QuotesError(f"the server ended: {_last_line(Path(folder) / 'datasette.log')}")


def site_folder() -> Path:
    """Datasette's configuration folder: the checkout's, where this is one, else the installed copy."""
    for folder in (_PACKAGE.parent / "datasette", _PACKAGE / "_site"):
        if (folder / "plugins").is_dir():
            return folder
    raise QuotesError("the quote browser is not installed; reinstall the package")


def _free_port(host: str, port: int) -> int:
    """`port`, or a free one for 0. QuotesError when the port is taken or the host is none of this machine's."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return int(probe.getsockname()[1])
    except OSError as error:
        raise QuotesError(f"cannot listen on {host}:{port} ({error.strerror}); try another --port") from error


@contextlib.contextmanager
def _running(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The command as a child process, which never outlives the block."""
    with log.open("wb") as stream:
        # A session of its own: Ctrl-C reaches the child through us, once we have stopped waiting for it.
        server = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, start_new_session=True
        )
    try:
        yield server
    finally:
        server.terminate()
        try:
            server.wait(timeout=5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until_it_answers(server: subprocess.Popen[bytes], host: str, port: int, log: Path) -> None:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise QuotesError(f"the server did not start: {_last_line(log)}")
        with contextlib.suppress(OSError), socket.create_connection((reachable, port), timeout=1):
            return
        time.sleep(0.1)
    raise QuotesError(f"the server did not answer within {_START_SECONDS:.0f} seconds: {_last_line(log)}")


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@contextlib.contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """Let a polite kill clean up as Ctrl-C does."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)
