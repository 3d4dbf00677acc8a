"""`quotes serve`: serves the quote browser with Datasette, in this process, on the live database."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from quotes.cli.common import Database, Json, messages, output, print_json
from quotes.errors import QuotesError
from quotes.store import Store

__all__ = ["register", "site", "site_folder"]

# The database's name in the site's addresses, whatever the file is called.
_NAME = "quotes"
_PACKAGE = Path(__file__).resolve().parents[1]
# Seconds for responses that are being sent to finish after Ctrl-C.
_FAREWELL_SECONDS = 2
# How long a page waits while an ingest starts or ends; at other times, readers never wait.
_BUSY_SECONDS = 5.0


def register(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve(
    db: Database = Path("quotes.db"),
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 allows other machines.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8001,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the site in a browser.")] = False,
    as_json: Json = False,
) -> None:
    """Serve the quote browser until Ctrl-C.

    The live database is served, read-only: articles that are ingested meanwhile appear at once. The same site without this
    command: `datasette datasette/ quotes.db`
    """
    Store.open(db, write=False).close()  # migrates an older file, and raises a clear error for a bad one
    with _listening(host, port) as listener, _terminated_like_interrupted():
        address = f"http://{_in_url(host)}:{listener.getsockname()[1]}/"

        def ready() -> None:
            if as_json:
                print_json({"address": address, "database": str(db)})
            else:
                output().print(f"Serving {db} at {address}", markup=False, soft_wrap=True)
                messages().print("Press Ctrl-C to stop.")
            sys.stdout.flush()
            if open_browser:
                typer.launch(address)

        application = site(db)
        with contextlib.suppress(KeyboardInterrupt):
            _run(application, listener, ready)
        application.databases[_NAME].close()
    # An ingest that ended while pages were open has left its write-ahead log beside the file.
    with contextlib.suppress(QuotesError):
        Store.open(db).close()


def site(db: Path) -> Any:
    """The quote browser on the database at `db`, as a Datasette application."""
    from datasette import app
    from datasette.database import Database as Datasettes

    class Live(Datasettes):
        """A database that others write to, opened read-only; Datasette itself would misread a "?" in its name."""

        def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: ARG002 (it is read-only)
            uri = f"{Path(self.path).absolute().as_uri()}?mode=ro"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=_BUSY_SECONDS)
            self._all_file_connections.append(connection)
            return connection

    datasette: Any = app.Datasette
    application = datasette([], config_dir=site_folder())
    live: Any = Live
    application.add_database(live(application, path=str(db)), name=_NAME)
    return application


def site_folder() -> Path:
    """Datasette's configuration folder: that of the checkout, if this is one, else the installed copy."""
    for folder in (_PACKAGE.parent / "datasette", _PACKAGE / "_site"):
        if (folder / "plugins").is_dir():
            return folder
    raise QuotesError("the quote browser is not installed; reinstall the package")


def _run(application: Any, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until a signal ends it; call `ready` once the server has started."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    asyncio.run(application.invoke_startup())
    config = uvicorn.Config(
        application.app(), lifespan="on", log_level="warning", timeout_graceful_shutdown=_FAREWELL_SECONDS
    )
    Server(config).run(sockets=[listener])


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket on `port`, or on a free port for 0. QuotesError when the port is in use or the host is not this machine's."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # Listening at once keeps a second server off the port, which binding alone does not.
        listener.listen()
    except OSError as error:
        raise QuotesError(f"cannot listen on {host}:{port} ({error.strerror}); try another --port") from error
    with listener:
        yield listener


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@contextlib.contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """Handle SIGTERM like Ctrl-C."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)
