"""The attribution network: finds scored cues in the text of an article, each with the spans of its source and content.

An encoder (MiniLM; MPNet in the accurate set) reads a window of whole paragraphs at once. A tagging head marks cues, sources and
contents; then, for every cue, a small conditioned transformer marks the source and the content of *that* cue (the
predicate-conditioned labelling of semantic role labelling: He et al. 2017, "Deep Semantic Role Labeling"), so that neighbouring
attributions do not mix and two cues may share a source. Trained on PolNeAR (Newell et al. 2018) by scripts/train/attribution.py.

Spans come out as characters of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from quotes.article import Span
from quotes.document.parse import Proposal
from quotes.language.encoder import FastEncoder, add_factors, pieces_of, precision
from quotes.language.encoder import attend as attention
from quotes.language.labels import CONDITIONED, TAGS, LabelPaths, cue_spans, spans_of
from quotes.language.linear import order_weights
from quotes.language.windows import FEATURES, Encoded, Window, encode, windows

__all__ = ["AttributionNet", "Attributor", "load_attributor"]

SURROGATE = re.compile("[\ud800-\udfff]")  # half a surrogate pair: tokenizers reject it

SHARED = ("encoder.embeddings.", "encoder.pooler.")  # weights of MiniLM: the first unchanged, the second not used
REACH = 140  # tokens on either side of a cue in which training looks for its source and content
# The same at inference: on dev as good as 100 (attribution F1 77.1 with both), and faster. Longer contents are completed by the
# pass over quotation marks.
SIGHT = 80
WINDOWS, CUES = 16, 32  # in a batch


class Block(nn.Module):
    """A pre-norm transformer layer whose attention takes the fused CPU kernel (no dropout inside attention)."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.before_attention = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.feed = nn.Sequential(
            nn.LayerNorm(width),
            nn.Linear(width, 2 * width),
            nn.GELU(),
            nn.Linear(2 * width, width),
            nn.Dropout(dropout),
        )

    def forward(self, x: Tensor, attend: Tensor) -> Tensor:
        """`x` [batch, time, width]; `attend` [batch, time] is True where there is a token, first in each row."""
        batch, time, width = x.shape
        qkv = self.qkv(self.before_attention(x)).view(batch, time, 3, self.heads, width // self.heads)
        # Copied once here instead of in each product.
        q, k, v = qkv.permute(2, 0, 3, 1, 4).contiguous().unbind(0)
        if self.training:
            mixed = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=attend[:, None, None, :])
        else:
            least = int(attend.sum(1).min())  # before it, no row has padding
            beyond = attend[:, None, None, least:]
            bias = torch.zeros(beyond.shape, dtype=q.dtype).masked_fill(~beyond, float("-inf"))
            mixed = attention(q, k, v, bias if least < time else None)
        x = x + self.out(mixed.transpose(1, 2).reshape(batch, time, width))
        out: Tensor = x + self.feed(x)
        return out


class AttributionNet(nn.Module):
    """An encoder under a tagging head and a cue-conditioned head.

    Batches are lists of (Encoded, Window); all windows are padded to the longest.
    """

    def __init__(
        self, encoder: Any, tokenizer: Any, *, width: int = 256, narrow: int = 192, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.encoder = encoder
        self.tokenizer = tokenizer
        hidden: int = encoder.config.hidden_size
        self.features = nn.ModuleDict({k: nn.Embedding(n, 16) for k, n in FEATURES.items()})
        self.fuse = nn.Linear(hidden + 16 * len(FEATURES), width)
        self.context = Block(width, 8, dropout)
        self.tag = nn.Sequential(nn.LayerNorm(width), nn.Dropout(dropout), nn.Linear(width, len(TAGS)))
        self.token_in = nn.Linear(width, narrow)
        self.cue_in = nn.Linear(width, narrow)
        self.gate_in = nn.Linear(width, narrow)
        self.drop = nn.Dropout(dropout)
        self.distance = nn.Embedding(2 * REACH + 3, narrow)
        self.conditioned = nn.ModuleList([Block(narrow, 6, dropout), Block(narrow, 6, dropout)])
        self.role_norm = nn.LayerNorm(narrow)
        self.roles = nn.Linear(narrow, len(CONDITIONED))
        self.tag_paths = LabelPaths(TAGS)
        self.role_paths = LabelPaths(CONDITIONED)

    def states(self, batch: Sequence[tuple[Encoded, Window]]) -> Tensor:
        """Token states [batch, tokens, width]; rows shorter than the longest are padded."""
        words = [[SURROGATE.sub("\ufffd", e.text[s:t]) for s, t in e.tokens[w.first : w.last]] for e, w in batch]
        rows = nn.utils.rnn.pad_sequence(self._embed(words), batch_first=True)
        longest = rows.shape[1]
        parts = [rows]
        for name in FEATURES:
            ids = torch.zeros(len(batch), longest, dtype=torch.long)
            for row, (e, w) in enumerate(batch):
                values = getattr(e, name)[w.first : w.last]
                ids[row, : len(values)] = torch.tensor(values)
            parts.append(self.features[name](ids).to(rows.dtype))
        attend = torch.zeros(len(batch), longest, dtype=torch.bool)
        for row, tokens in enumerate(words):
            attend[row, : len(tokens)] = True
        states: Tensor = self.context(self.fuse(torch.cat(parts, -1)), attend)
        return states

    def _embed(self, windows: Sequence[Sequence[str]]) -> list[Tensor]:
        """For each window's words, the states of their first subwords [words, width]."""
        split = [pieces_of(self.tokenizer).rows(words) for words in windows]
        wanted = [[1, *(end + 1 for end in ends[:-1])] if ends else [] for rows in split for _, ends in rows]
        states = iter(self._encode([ids for rows in split for ids, _ in rows], wanted))
        return [next(states) if len(rows) == 1 else torch.cat([next(states) for _ in rows]) for rows in split]

    def _encode(self, rows: Sequence[list[int]], wanted: Sequence[list[int]]) -> list[Tensor]:
        """The encoder's last states of the subwords at the `wanted` places of each row."""
        if isinstance(self.encoder, FastEncoder):
            return [states.to(self.fuse.weight.dtype) for states in self.encoder.encode(rows, wanted=wanted)]
        ids = nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True)
        mask = torch.arange(ids.shape[1]) < torch.tensor([len(row) for row in rows])[:, None]
        hidden = self.encoder(input_ids=ids, attention_mask=mask.long()).last_hidden_state
        return [states[places] for states, places in zip(hidden, wanted, strict=True)]

    def condition(
        self, states: Tensor, lengths: Sequence[int], cues: Sequence[tuple[int, int, int]], reach: int | None = None
    ) -> tuple[Tensor, list[tuple[int, int]]]:
        """Role scores [cues, tokens, labels] around each cue (row, first, last), and each cue's token range: `reach` tokens on
        either side, by default REACH in training and SIGHT else.
        """
        reach = reach or (REACH if self.training else SIGHT)
        ranges = [(max(0, first - reach), min(lengths[row], last + reach)) for row, first, last in cues]
        longest = max(b - a for a, b in ranges)
        rows = torch.tensor([row for row, _, _ in cues])
        low = torch.tensor([a for a, _ in ranges])
        first = torch.tensor([f for _, f, _ in cues])
        last = torch.tensor([t for _, _, t in cues])
        positions = low[:, None] + torch.arange(longest)
        attend = positions < torch.tensor([b for _, b in ranges])[:, None]
        # Before tokens are gathered, as each is used for several cues.
        places = rows[:, None] * states.shape[1] + positions.clamp(max=states.shape[1] - 1)
        tokens = nn.functional.embedding(places, self.token_in(states).flatten(0, 1))
        offset = (positions - first[:, None]).clamp(max=0) + (positions - last[:, None] + 1).clamp(min=0)
        cue = torch.stack([states[row, f:t].mean(0) for row, f, t in cues])[:, None, :]
        z = tokens * (1 + torch.tanh(self.gate_in(cue))) + self.cue_in(cue)
        z = self.drop(z + self.distance(offset.clamp(-REACH - 1, REACH + 1) + REACH + 1))
        for block in self.conditioned:
            z = block(z, attend)
        return self.roles(self.role_norm(z)), ranges

    @torch.inference_mode()
    def propose(self, batch: Sequence[tuple[Encoded, Window]], threshold: float = 0.3) -> list[list[Proposal]]:
        """For every window, its proposals in text order: cues of at least `threshold`, with what they attribute."""
        lengths = [w.last - w.first for _, w in batch]
        if not batch:
            return []
        states = self.states(batch)
        tag_scores = self.tag(states).float().log_softmax(-1)
        chances = tag_scores.exp()[:, :, 1:5].sum(-1)
        cues = [
            (row, first, last)
            for row, length in enumerate(lengths)
            for first, last in cue_spans(tag_scores[row, :length], threshold)
        ]
        # Cues with about as much text around them in one batch, so that there is little padding.
        cues.sort(key=lambda cue: min(lengths[cue[0]], cue[2] + SIGHT) - max(0, cue[1] - SIGHT))
        proposals: list[list[Proposal]] = [[] for _ in batch]
        for at in range(0, len(cues), CUES):
            chosen = cues[at : at + CUES]
            role_scores, ranges = self.condition(states, lengths, chosen)
            role_scores = role_scores.float().log_softmax(-1)
            paths = self.role_paths.best(role_scores, [b - a for a, b in ranges])
            roles = role_scores.exp().numpy()
            for i, ((row, first, last), (start, _), path) in enumerate(zip(chosen, ranges, paths, strict=True)):
                encoded, window = batch[row]
                tokens = encoded.tokens[window.first : window.last]
                score = float(chances[row, first:last].max())
                cue = Span(tokens[first].start, tokens[last - 1].end)
                proposals[row].append(proposal(cue, score, tokens[start:], path, roles[i]))
        return [sorted(row, key=lambda p: p.cue) for row in proposals]


def proposal(cue: Span, score: float, tokens: Sequence[Span], path: Sequence[int], roles: Any) -> Proposal:
    """The proposal for a cue: source and content by the labels (`path`) of the tokens around it, scores by `roles`."""
    spans: dict[str, list[Span]] = {"SOU": [], "CON": []}
    sure: dict[str, list[float]] = {"SOU": [], "CON": []}
    for first, last, kind in spans_of(path, CONDITIONED):
        spans[kind].append(Span(tokens[first].start, tokens[last - 1].end))
        sure[kind] += [float(roles[k, path[k]]) for k in range(first, last)]
    source, content = (sum(values) / len(values) if values else 0.0 for values in (sure["SOU"], sure["CON"]))
    return Proposal(cue, tuple(spans["SOU"]), tuple(spans["CON"]), score, source, content)


class Attributor:
    """The network for inference: proposals for a text."""

    def __init__(self, net: AttributionNet, *, threshold: float = 0.25) -> None:
        self.net = net.eval()
        self.threshold = threshold

    def propose(self, text: str) -> tuple[Proposal, ...]:
        """All proposals for a text, in text order."""
        encoded = encode(text)
        proposals: list[Proposal] = []
        every = list(windows(encoded))
        for at in range(0, len(every), WINDOWS):
            for in_window in self.net.propose([(encoded, w) for w in every[at : at + WINDOWS]], self.threshold):
                proposals += in_window
        return tuple(sorted(proposals, key=lambda p: p.cue))

    @torch.inference_mode()
    def tagged(self, text: str) -> list[tuple[str, Span]]:
        """The spans that the tagging head marks, each with "CUE", "SOU" or "CON", but not which of them belong together."""
        encoded = encode(text)
        marked = []
        for window in windows(encoded):
            scores = self.net.tag(self.net.states([(encoded, window)])).float().log_softmax(-1)
            (path,) = self.net.tag_paths.best(scores, [window.last - window.first])
            tokens = encoded.tokens[window.first : window.last]
            marked += [(tag, Span(tokens[a].start, tokens[b - 1].end)) for a, b, tag in spans_of(path, TAGS)]
        return marked


def load_attributor(path: Path | str, bert: Any, tokenizer: Any, device: str | torch.device = "cpu") -> Attributor:
    """Load the packed network over an encoder (`bert`) that nothing else uses, and that runs on `device`.

    The file has the network's heads, and either the encoder's layers or low-rank factors that adapt them (with "lora_scaling").
    Raises ModelError when the file is not such a network.
    """
    from quotes.errors import ModelError

    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        scaling = float(state.pop("lora_scaling", 1.0))
        factors = {name.removeprefix("encoder."): state.pop(name) for name in list(state) if ".lora_" in name}
        add_factors(bert, factors, scaling)
        net = AttributionNet(bert, tokenizer)
        missing, unexpected = net.load_state_dict({k: v.float() for k, v in state.items()}, strict=False)
    except (OSError, RuntimeError, ValueError, KeyError, AttributeError) as error:
        raise ModelError(f"cannot load {path}: {error}; try: quotes models verify") from error
    unchanged = "encoder." if factors else SHARED
    if unexpected or not all(name.startswith(unchanged) for name in missing):
        raise ModelError(f"{path}: not an attribution network of this version; try: quotes models verify")
    dtype = precision()
    net.encoder = FastEncoder(bert, dtype, device)
    for name, module in net.named_children():
        if name != "encoder":
            module.to(dtype)
    order_weights(net)
    net.requires_grad_(False)
    return Attributor(net)
