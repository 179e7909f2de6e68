"""Writes the six-layer BERT encoder of all-MiniLM-L6-v2 as an ONNX graph for one text at a time.

One text, not a batch: activations are rounded with scales taken from the text itself (or from the
single token), so what a text's vectors are can never depend on what else is being embedded, and no
time goes into padding. The runner gets its throughput from texts side by side on several threads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.embedder.checkpoint import Checkpoint
from training.embedder.quantise import quantise_columns, quantise_rows

LAYERS = 6
HEADS = 12
WIDTH = 384
TOKEN_LIMIT = 256

_EPSILON = 1e-12
_FUSED = "com.microsoft"


@dataclass(slots=True)
class GraphWriter:
    """Collects nodes and constants; every method returns the name of the value that it made."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a constant."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(
        self, operator: str, inputs: Sequence[str], output: str, **attributes: int | float
    ) -> str:
        """Add a standard operator."""
        given: dict[str, Any] = dict(attributes)  # onnx mixes its own options with the operator's
        made = helper.make_node(operator, list(inputs), [output], name=output, **given)
        self.nodes.append(made)
        return output

    def fused(
        self, operator: str, inputs: Sequence[str], output: str, **attributes: int | float
    ) -> str:
        """Add an operator of ONNX Runtime's own."""
        given: dict[str, Any] = dict(attributes)
        made = helper.make_node(
            operator, list(inputs), [output], name=output, domain=_FUSED, **given
        )
        self.nodes.append(made)
        return output

    def normalise_sum(self, left: str, right: str, weights: tuple[str, str], output: str) -> str:
        """Add two values and normalise each token of the sum.

        Kept as two operators: ONNX Runtime's fused SkipLayerNormalization is nine times slower.
        """
        total = self.node("Add", [left, right], f"{output}.sum")
        return self.node("LayerNormalization", [total, *weights], output, axis=-1, epsilon=_EPSILON)


class Float32:
    """Multiplies in float32: the reference that the bundled model is measured against."""

    def words(self, to: GraphWriter, table: NDArray[np.float32]) -> str:
        """Look the tokens' vectors up."""
        return to.node("Gather", [to.constant("words.table", table), "ids"], "words")

    def attention(
        self, to: GraphWriter, tokens: str, weights: tuple[NDArray[np.float32], str], output: str
    ) -> str:
        """Let every token look at every other."""
        matrix = to.constant(f"{output}.weight", weights[0])
        return to.fused("Attention", [tokens, matrix, weights[1]], output, num_heads=HEADS)

    def product(
        self, to: GraphWriter, tokens: str, weight: NDArray[np.float32], output: str
    ) -> str:
        """Multiply tokens by a weight matrix."""
        return to.node("MatMul", [tokens, to.constant(f"{output}.weight", weight)], output)

    wide_product = product


class Int8:
    """Multiplies in 8 bits: weights rounded per column, tokens rounded as they arrive."""

    def words(self, to: GraphWriter, table: NDArray[np.float32]) -> str:
        """Look the tokens' rounded vectors up and widen them."""
        rounded = quantise_rows(table)
        values = to.constant("words.table", rounded.values)
        scales = to.constant("words.scales", rounded.scales)
        found = to.node("Gather", [values, "ids"], "words.found")
        wide = to.node("Cast", [found], "words.wide", to=TensorProto.FLOAT)
        scale = to.node("Gather", [scales, "ids"], "words.scale")
        return to.node("Mul", [wide, scale], "words")

    def attention(
        self, to: GraphWriter, tokens: str, weights: tuple[NDArray[np.float32], str], output: str
    ) -> str:
        """Let every token look at every other."""
        rounded, scale, zero = f"{output}.in", f"{output}.in.scale", f"{output}.in.zero"
        to.nodes.append(helper.make_node("DynamicQuantizeLinear", [tokens], [rounded, scale, zero]))
        matrix, scales, zeros = self._weight(to, weights[0], output)
        inputs = [rounded, matrix, weights[1], scale, scales, "", zero, zeros]
        return to.fused("QAttention", inputs, output, num_heads=HEADS)

    def product(
        self, to: GraphWriter, tokens: str, weight: NDArray[np.float32], output: str
    ) -> str:
        """Multiply tokens by a weight matrix, rounding the tokens with one scale per text."""
        matrix, scales, zeros = self._weight(to, weight, output)
        return to.fused("DynamicQuantizeMatMul", [tokens, matrix, scales, zeros], output)

    def wide_product(
        self, to: GraphWriter, tokens: str, weight: NDArray[np.float32], output: str
    ) -> str:
        """Multiply tokens by a weight matrix, rounding each token with a scale of its own.

        Around the feed-forward layers a few tokens are many times larger than the rest: one scale
        per text would leave the others two or three bits.
        """
        magnitude = to.node("Abs", [tokens], f"{output}.abs")
        largest = to.node("ReduceMax", [magnitude, "last_axis"], f"{output}.largest", keepdims=1)
        shrink = to.node("Reciprocal", [largest], f"{output}.shrink")
        unit = to.node("Mul", [tokens, shrink], f"{output}.unit")
        rounded = to.node("QuantizeLinear", [unit, "unit_scale", "unit_zero"], f"{output}.in")
        matrix, scales, zeros = self._weight(to, weight, output)
        inputs = [rounded, matrix, "unit_scale", scales, "unit_zero", zeros]
        product = to.fused("MatMulIntegerToFloat", inputs, f"{output}.product")
        return to.node("Mul", [product, largest], output)

    def _weight(
        self, to: GraphWriter, weight: NDArray[np.float32], output: str
    ) -> tuple[str, str, str]:
        rounded = quantise_columns(weight)
        return (
            to.constant(f"{output}.weight", rounded.values),
            to.constant(f"{output}.scales", rounded.scales),
            to.constant(f"{output}.zeros", rounded.zero_points),
        )


Arithmetic = Float32 | Int8


def build_graph(checkpoint: Checkpoint, arithmetic: Arithmetic) -> onnx.ModelProto:
    """Build the encoder: token ids of one text in, one vector per token out."""
    to = GraphWriter()
    to.constant("last_axis", np.array([-1], np.int64))
    to.constant("unit_scale", np.array(1 / 127, np.float32))
    to.constant("unit_zero", np.array(128, np.uint8))
    tokens = _embed(to, checkpoint, arithmetic)
    for number in range(LAYERS):
        tokens = _layer(to, checkpoint, arithmetic, number, tokens)
    to.node("Identity", [tokens], "tokens")
    graph = helper.make_graph(
        to.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "length"])],
        [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, [1, "length", WIDTH])],
        to.constants,
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def _embed(to: GraphWriter, checkpoint: Checkpoint, arithmetic: Arithmetic) -> str:
    # a single text has only one segment, so its segment vector can be part of the positions
    positions = (
        checkpoint.tensor("embeddings.position_embeddings.weight")[:TOKEN_LIMIT]
        + checkpoint.tensor("embeddings.token_type_embeddings.weight")[0]
    )
    to.constant("start", np.array([0], np.int64))
    to.constant("token_axis", np.array([1], np.int64))
    to.constant("positions", positions[None])
    to.node("Shape", ["ids"], "length", start=1, end=2)
    to.node("Slice", ["positions", "start", "length", "token_axis"], "placed")
    words = arithmetic.words(to, checkpoint.tensor("embeddings.word_embeddings.weight"))
    scale = _norm(to, checkpoint, "embeddings.LayerNorm")
    return to.normalise_sum(words, "placed", scale, "embedded")


def _layer(
    to: GraphWriter, checkpoint: Checkpoint, arithmetic: Arithmetic, number: int, tokens: str
) -> str:
    path = f"encoder.layer.{number}"
    here = f"layer{number}"
    parts = [f"{path}.attention.self.{part}" for part in ("query", "key", "value")]
    weight = np.concatenate([checkpoint.matrix(f"{part}.weight") for part in parts], axis=1)
    bias = np.concatenate([checkpoint.tensor(f"{part}.bias") for part in parts])
    looked = arithmetic.attention(
        to, tokens, (weight, to.constant(f"{here}.look.bias", bias)), f"{here}.look"
    )
    gathered = arithmetic.product(
        to, looked, checkpoint.matrix(f"{path}.attention.output.dense.weight"), f"{here}.gather"
    )
    gathered = _biased(to, checkpoint, gathered, f"{path}.attention.output.dense.bias")
    scale = _norm(to, checkpoint, f"{path}.attention.output.LayerNorm")
    tokens = to.normalise_sum(gathered, tokens, scale, f"{here}.attended")
    raised = arithmetic.wide_product(
        to, tokens, checkpoint.matrix(f"{path}.intermediate.dense.weight"), f"{here}.raise"
    )
    bend = to.constant(f"{here}.bend.bias", checkpoint.tensor(f"{path}.intermediate.dense.bias"))
    bent = to.fused("BiasGelu", [raised, bend], f"{here}.bend")
    lowered = arithmetic.wide_product(
        to, bent, checkpoint.matrix(f"{path}.output.dense.weight"), f"{here}.lower"
    )
    lowered = _biased(to, checkpoint, lowered, f"{path}.output.dense.bias")
    scale = _norm(to, checkpoint, f"{path}.output.LayerNorm")
    return to.normalise_sum(lowered, tokens, scale, f"{here}.out")


def _biased(to: GraphWriter, checkpoint: Checkpoint, value: str, bias: str) -> str:
    return to.node("Add", [value, to.constant(bias, checkpoint.tensor(bias))], f"{value}.biased")


def _norm(to: GraphWriter, checkpoint: Checkpoint, path: str) -> tuple[str, str]:
    return (
        to.constant(f"{path}.weight", checkpoint.tensor(f"{path}.weight")),
        to.constant(f"{path}.bias", checkpoint.tensor(f"{path}.bias")),
    )
