"""A trained encoder as the file that is installed: ONNX, its weights cut to whole numbers.

Needed by `stance_neural`, which measures on the folds what is lost by it, and `sentences_encoder`.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from framing.features.neural.encoder import LONGEST, LOWER, STANCE
from training.batches import Batch
from training.stance_encoder import Stance

Model = TypeVar("Model", bound=nn.Module)

#: What comes out of the lower layers is called so; how many they are, of six.
HALF, HALF_OF = "half", 3

#: Numbers of a row that are scaled down to the size of the next.
OUTLIERS = 4


class Rows(nn.Module):
    """A table of vectors in eight bits, a scale a row."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-12) / 127
        self.register_buffer("table", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Return the vector of each."""
        return self.table[ids].float() * self.scale[ids]


class Even(nn.Module):
    """A linear map that takes some of its input scaled down, and weighs it as much more: the same map."""

    def __init__(self, linear: nn.Linear, scale: Tensor) -> None:
        super().__init__()
        self.linear = linear
        self.linear.weight.data *= scale
        self.register_buffer("part", 1 / scale)

    def forward(self, rows: Tensor) -> Tensor:
        """Return what the map gives."""
        return self.linear(rows * self.part)


def evened(
    model: Model, layers: Callable[[Model], Iterable[nn.Module]], texts: Iterable[Sequence[Tensor]]
) -> Model:
    """Return the same model, with those inputs of maps scaled down that dwarf all others.

    In each layer two or three numbers of 384 (or of 1,536) are several times as large as any other, on the
    marks mostly (Dettmers et al. 2022). All share one scale of 256 steps, which is left to the others by
    scaling these down and their weights up (Xiao et al. 2023).
    """
    model = copy.deepcopy(model).eval()
    maps = [(layer, name) for layer in layers(model) for name in ("up", "down")]
    largest: dict[int, Tensor] = {}

    def seen(at: int) -> object:
        def look(_: nn.Module, given: tuple[Tensor]) -> None:
            most = given[0].flatten(0, -2).abs().amax(0)
            largest[at] = torch.maximum(largest.get(at, most), most)

        return look

    hooks = [getattr(layer, name).register_forward_pre_hook(seen(k)) for k, (layer, name) in enumerate(maps)]
    with torch.no_grad():
        for text in texts:
            model(*text)
    for hook in hooks:
        hook.remove()
    for k, (layer, name) in enumerate(maps):
        usual = largest[k].sort(descending=True).values[OUTLIERS]
        setattr(layer, name, Even(getattr(layer, name), (largest[k] / usual).clamp(min=1)))
    return model


def exported(model: Stance, texts: Iterable[Batch], folder: Path) -> bytes:
    """Return the model as ONNX with whole numbers for weights: see `quantized`.

    Parameters
    ----------
    model : Stance
    texts : iterable of Batch
        Some of the training data, to see how large numbers get.
    folder : Path
        Where files are made.
    """
    given = ([torch.from_numpy(part) for part in text] for text in texts)
    even = evened(model, lambda one: one.encoder.layers, given)
    even.encoder.piece = Rows(even.encoder.piece.weight.detach())
    even.encoder.place = nn.Embedding.from_pretrained(even.encoder.place.weight[:LONGEST].detach())
    names = ["ids", "named", "read", "target"]
    example = [torch.ones((2, 8), dtype=torch.int64) for _ in names]
    return quantized(even, example, names, ["evidence", "vector"], folder)


def quantized(
    model: nn.Module, example: Sequence[Tensor], names: list[str], outputs: list[str], folder: Path
) -> bytes:
    """Return a model as ONNX with whole numbers for weights, a scale a column (dynamic quantization).

    Weights have seven bits, not eight (`reduce_range`): processors of x86 without VNNI add two products of
    eight bits in sixteen, 2 × 255 × 127, and cut off what is more than 32,767; 2 × 255 × 64 never is. So all
    processors give what this one does. On 841 targets that one model had not seen, evidence was off by .094
    (root of the mean square, of a spread of about 2) with seven bits and .085 with eight; without `evened`
    by .167 either way.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    buffer = io.BytesIO()
    torch.onnx.export(
        model, tuple(example), buffer, input_names=names, output_names=outputs, opset_version=17,
        dynamic_axes={name: {0: "texts", 1: "pieces"} for name in names}, dynamo=False,
    )  # fmt: skip
    whole, small = folder / "whole.onnx", folder / "small.onnx"
    whole.write_bytes(buffer.getvalue())
    quantize_dynamic(
        whole, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gemm"], extra_options={"DefaultTensorType": 1},
    )  # fmt: skip
    return small.read_bytes()


def split(model: bytes) -> dict[str, bytes]:
    """Return the lower layers and the upper ones as files of their own, which give the same together."""
    import onnx
    from onnx.utils import Extractor

    whole = onnx.load_from_string(model)
    # What comes out of the lower layers is named.
    inner = f"/encoder/layers.{HALF_OF - 1}/second/LayerNormalization_output_0"
    for node in whole.graph.node:
        node.input[:] = [HALF if name == inner else name for name in node.input]
        node.output[:] = [HALF if name == inner else name for name in node.output]
    shape = ["texts", "pieces", 384]
    whole.graph.value_info.append(onnx.helper.make_tensor_value_info(HALF, onnx.TensorProto.FLOAT, shape))
    parts = Extractor(whole)
    lower = parts.extract_model(["ids", "named", "read"], [HALF])
    upper = parts.extract_model([HALF, "read", "target"], ["evidence", "vector"])
    return {LOWER: lower.SerializeToString(), STANCE: upper.SerializeToString()}
