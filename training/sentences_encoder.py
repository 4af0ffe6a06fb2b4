"""Train the upper half of the encoder to tell whether two sentences tell one fact; write it into the package.

    pip install torch tokenizers onnx onnxruntime
    python training/sentences_encoder.py FOLDER           all that follows
    python training/sentences_encoder.py FOLDER --fold 0  train on all but one of three parts, judge that one
    python training/sentences_encoder.py FOLDER --all     train on all
    python training/sentences_encoder.py FOLDER --write   write the half of the layers that was trained

The lower layers are those of ``encoder.onnx`` as installed, which `stance_neural` trained, and the upper
ones begin as those of ``stance.onnx``. How a pair is judged is told in `encoder.aligned`. Learnt from
the labelled pairs of ``benchmarks/statement_labels`` that teach the weights of statements, none of them kept
back; of the pairs of articles read in full also from what the reader left out. What each part's model says
of the others is left in FOLDER, since `statements` learns beside it. Half an hour on one core.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
import onnx
import pandas as pd
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.features.neural.encoder import CARD, LOWER, SENTENCES, STANCE, Encoder, encoder, plain
from training.stance_encoder import Layer
from training.stance_neural import PACKAGE
from training.stance_quantize import HALF, HALF_OF, evened, quantized
from training.statements import kept_back, news, rarities, training_pairs

#: Layers of the encoder; numbers of a piece's vector, and those that are kept of it.
LAYERS, WIDE, SIZE = 6, 384, 128
FOLDS, SEED = 3, 1
#: Pairs of articles read in full teach by what is near by words, and by vectors from this cosine on.
HARD = 0.3
EPOCHS, PAIRS, RATE, HEAD_RATE, WARM, SMOOTH = 3, 32, 1e-4, 1e-2, 0.1, 0.05


class Upper(nn.Module):
    """The upper layers, as they tell stance to begin with, and what vectors of pieces are cut down to."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(WIDE, 12, 4 * WIDE, 0.1) for _ in range(HALF_OF, LAYERS))
        self.proj = nn.Linear(WIDE, SIZE, bias=False)
        for k, layer in enumerate(self.layers, HALF_OF):
            given = {name.partition(f"{k}.")[2]: value for name, value in weights.items() if f".{k}." in name}
            layer.load_state_dict({name: torch.from_numpy(given[name]) for name in layer.state_dict()})

    def forward(self, half: Tensor, read: Tensor) -> tuple[Tensor, Tensor]:
        """Return a vector for each piece, and one for the text."""
        unread = (1 - read[:, None, None, :]) * -1e4
        for layer in self.layers:
            half = layer(half, unread)
        mean = (half * read[..., None]).sum(1) / read.sum(1, keepdim=True)
        return functional.normalize(self.proj(half), dim=-1), functional.normalize(mean, dim=-1)


def installed(model: bytes) -> dict[str, np.ndarray]:
    """Return the weights of the layers of an installed model as they were before they were cut."""
    graph = onnx.load_from_string(model).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {}
    for node in graph.node:
        place = node.name.removeprefix("/encoder/").removesuffix("/MatMul_quant").replace("/", ".")
        if node.op_type == "MatMulInteger" and place.startswith("layers."):
            name = node.input[1].removesuffix("_quantized")
            cut = held[f"{name}_quantized"].astype(np.float32) - held.get(f"{name}_zero_point", 0)
            part = held.get(f"encoder.{place.removesuffix('.linear')}.part", np.ones(1, np.float32))
            found[f"{place.removesuffix('.linear')}.weight"] = (
                cut * held[f"{name}_scale"] * part[:, None]
            ).T.copy()
    for name, value in held.items():
        if name.startswith("encoder.layers.") and not name.endswith(".part"):
            found[name.removeprefix("encoder.").replace(".linear", "")] = value.copy()
    return found


class Texts:
    """Sentences of the labelled pairs as they come out of the lower layers, and how much each piece tells."""

    def __init__(self, found: Encoder, texts: list[str], rarity: np.ndarray) -> None:
        lower = found._sessions[LOWER]
        self.half, self.weight = [], []
        for text in texts:
            one = plain(found.encode, found.marks, text)
            given = {"ids": one.ids, "named": one.named, "read": [1] * len(one.ids)}
            half = lower.run(None, {name: np.array([numbers], np.int64) for name, numbers in given.items()})
            self.half.append(half[0][0].astype(np.float16))
            self.weight.append(np.array([0, *rarity[one.ids[1:-1]], 0], np.float32))

    def rows(self, model: Upper, at: np.ndarray) -> tuple[Tensor, Tensor, Tensor]:
        """Return what a model makes of some sentences side by side: pieces, texts, weights."""
        longest = max(len(self.weight[i]) for i in at)
        half, read = torch.zeros(len(at), longest, WIDE), torch.zeros(len(at), longest)
        weight = torch.zeros(len(at), longest)
        for k, i in enumerate(at):
            size = len(self.weight[i])
            half[k, :size] = torch.from_numpy(self.half[i].astype(np.float32))
            weight[k, :size], read[k, :size] = torch.from_numpy(self.weight[i]), 1
        return *model(half, read), weight


def alike(one: tuple[Tensor, ...], other: tuple[Tensor, ...]) -> Tensor:
    """Return the three likenesses of `encoder.aligned`, of pairs side by side."""
    (a, whole, x), (b, whole_b, y) = one, other
    each = torch.bmm(a, b.transpose(1, 2))
    ahead = each.masked_fill((y == 0)[:, None, :], -1).amax(2)
    back = each.masked_fill((x == 0)[:, :, None], -1).amax(1)
    sides = (x * ahead).sum(1) / x.sum(1), (y * back).sum(1) / y.sum(1)
    return torch.stack([(sides[0] + sides[1]) / 2, torch.minimum(*sides), (whole * whole_b).sum(1)], 1)


def trained(texts: Texts, table: pd.DataFrame, weights: dict[str, np.ndarray], seed: int) -> Upper:
    """Return a model that has learnt from labelled pairs."""
    torch.manual_seed(seed)
    rng, model, head = np.random.default_rng(seed), Upper(weights), nn.Linear(3, 1)
    a, b, same = (table[name].to_numpy() for name in ("a", "b", "same"))
    with torch.no_grad():
        head.weight.copy_(torch.tensor([[6.0, 2.0, 4.0]]))
        head.bias.fill_(-7.0)
        # The directions in which pieces differ most.
        rows, read = _first(model.eval(), texts, np.unique(a)[:600])
        model.proj.weight.copy_(torch.linalg.svd(rows[read], full_matrices=False).Vh[:SIZE])
    model.train()
    groups = [
        {"params": model.parameters(), "lr": RATE, "most": RATE},
        {"params": head.parameters(), "lr": HEAD_RATE, "most": HEAD_RATE},
    ]
    steps, total, step = torch.optim.AdamW(groups, weight_decay=0.01), EPOCHS * (len(table) // PAIRS), 0
    length = np.array([max(len(texts.weight[i]), len(texts.weight[j])) for i, j in zip(a, b, strict=True)])
    for _ in range(EPOCHS):
        order = rng.permutation(len(table))
        runs = [order[k : k + 20 * PAIRS] for k in range(0, len(order), 20 * PAIRS)]
        runs = [run[np.argsort(length[run])] for run in runs]
        batches = [run[k : k + PAIRS] for run in runs for k in range(0, len(run), PAIRS)]
        for at in rng.permutation(len(batches)):
            some, step = batches[at], step + 1
            for group in steps.param_groups:
                group["lr"] = group["most"] * min(1, step / (WARM * total)) * max(0.05, 1 - step / total)
            evidence = head(alike(texts.rows(model, a[some]), texts.rows(model, b[some])))[:, 0]
            wanted = torch.from_numpy(same[some].astype(np.float32)) * (1 - SMOOTH) + SMOOTH / 2
            loss = functional.binary_cross_entropy_with_logits(evidence, wanted)
            steps.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            steps.step()
            if step % 50 == 0:
                print(f"   step {step} of {total}: loss {loss.item():.3f}", flush=True)
    return model.eval()


def _first(model: Upper, texts: Texts, at: np.ndarray) -> tuple[Tensor, Tensor]:
    cut, model.proj = model.proj, nn.Identity()
    rows, _, weight = texts.rows(model, at)
    model.proj = cut
    return rows, weight > 0


def judged(model: Upper, texts: Texts, table: pd.DataFrame) -> np.ndarray:
    """Return the likenesses of pairs, without learning."""
    found = []
    with torch.no_grad():
        for k in range(0, len(table), PAIRS):
            some = table.iloc[k : k + PAIRS]
            found.append(alike(*(texts.rows(model, some[name].to_numpy()) for name in "ab")).numpy())
    return np.concatenate(found)


class Written(nn.Module):
    """The model as it is installed: with the weight of each piece, for one text at a time."""

    def __init__(self, upper: Upper, rarity: np.ndarray) -> None:
        super().__init__()
        self.upper = upper
        self.register_buffer("rarity", torch.from_numpy(rarity.astype(np.float32)))

    def forward(self, half: Tensor, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return a vector for each piece, how much each tells, and one for the text."""
        rows, vector = self.upper(half, torch.ones_like(ids, dtype=torch.float32))
        weight = self.rarity[ids]
        edges = torch.ones_like(weight)
        edges[:, 0] = edges[:, -1] = 0
        return rows, weight * edges, vector


def main(folder: Path, steps: list[str]) -> None:
    """Do the steps asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    found, weights = encoder(), installed((PACKAGE / STANCE).read_bytes())
    articles = news()
    articles = articles[~kept_back(articles["event"])].reset_index(drop=True)
    pairs = training_pairs(articles)
    listed = sorted({*pairs["a_text"], *pairs["b_text"]})
    place = {text: k for k, text in enumerate(listed)}
    pairs = pairs.assign(a=pairs["a_text"].map(place), b=pairs["b_text"].map(place))
    rarity = rarities(found, articles)
    texts = Texts(found, listed, rarity)
    fold = np.random.default_rng(SEED).integers(0, FOLDS, int(pairs["group"].max()) + 1)[pairs["group"]]
    taught = ~pairs["full"] | pairs["same"] | pairs["near"] | (pairs["cosine"] > HARD)
    for k in range(FOLDS):
        if not steps or f"--fold={k}" in steps:
            model = trained(texts, pairs[taught & (fold != k)], weights, SEED + k)
            # Of articles read in full, those alone that `statements` learns from.
            apart = pairs[(fold == k) & (~pairs["full"] | pairs["near"])]
            said = apart[["a_text", "b_text"]].copy()
            said[["aligned", "less_aligned", "vector"]] = judged(model, texts, apart)
            said.to_parquet(folder / f"aligned_{k}.parquet")
    if not steps or "--all" in steps:
        torch.save(trained(texts, pairs[taught], weights, SEED).state_dict(), folder / "upper.pt")
    if not steps or "--write" in steps:
        upper = Upper(weights)
        upper.load_state_dict(torch.load(folder / "upper.pt"))
        some = [torch.from_numpy(half[None].astype(np.float32)) for half in texts.half[::30]]
        given = [(half, torch.ones(half.shape[:2], dtype=torch.int64)) for half in some]
        even = evened(Written(upper.eval(), rarity), lambda one: one.upper.layers, given)
        names, outputs = [HALF, "ids"], ["rows", "weight", "vector"]
        data = quantized(even, given[0], names, outputs, folder)
        (PACKAGE / SENTENCES).write_bytes(data)
        said = (PACKAGE / CARD).read_text("utf8").partition("\n[sentences]")[0]
        old = found.card["sha256"].get(SENTENCES, "")
        said = said.replace(old, hashlib.sha256(data).hexdigest())
        (PACKAGE / CARD).write_text(f"{said}\n{section(pairs)}", "utf8")


def section(pairs: pd.DataFrame) -> str:
    """Return what the card says of the upper layers that tell which fact is told."""
    told = f"{len(pairs)} pairs of sentences, of which {pairs['same'].sum()} tell one fact"
    upper = (
        f"the upper {LAYERS - HALF_OF} of {LAYERS} layers trained further, a map to {SIZE} numbers a piece"
    )
    source = "allsides without kept-back events (Apache-2.0), newswcl50 (CC BY-SA 4.0) and huawei"
    steps = f"{EPOCHS} epochs of {PAIRS} pairs a step, label smoothing {SMOOTH}"
    lines = [
        "[sentences]",
        f'model = "{upper}"',
        f'data = "{told}: {source}; benchmarks/statement_labels"',
        f'recipe = "AdamW {RATE} (head {HEAD_RATE}), warm-up {WARM}, {steps}"',
        'measured = "benchmarks/quality_statements.py on kept-back events"',
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
