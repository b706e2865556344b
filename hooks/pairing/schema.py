"""JSON Schemas of the data files, generated from the model, for completion in an editor.

They are checked in under data/.schema/ and published under api/v1/schema/; a test compares them.
"""

import json
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import to_json

from pairing.digests import engine, fingerprint
from pairing.filing import LAYOUT
from pairing.model import Entry
from pairing.render import bytecode

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
# What stands between the kept files: never in JSON.
_BETWEEN: Final = b"\0"


@cache
def schema_files() -> dict[str, dict[str, Any]]:
    """``file name -> schema`` for every kind of data file."""
    models: list[type[BaseModel]] = [*(model for _, _, model in LAYOUT), Entry]
    return {
        name: {"$schema": DIALECT, **model.model_json_schema()}
        for name, model in zip(schema_names(), models, strict=True)
    }


def schema_names() -> tuple[str, ...]:
    """The names of the files, which cost nothing."""
    return *(f"{kind}.schema.json" for kind, _, _ in LAYOUT), "entry.schema.json"


def schema_texts() -> dict[str, str]:
    """The same as the text of the files."""
    return {name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in schema_files().items()}


def published_files() -> dict[str, bytes]:
    """``file name -> bytes`` as they are published.

    They follow from the code alone, and take as long as a hundred pages: so they are kept beside what Python and
    Jinja compile of it.
    """
    kept, names = Path(bytecode().directory) / "schemas.cache", schema_names()
    with suppress(OSError):
        mark, *texts = kept.read_bytes().split(_BETWEEN)
        if mark == _mark(texts) and len(texts) == len(names):
            return dict(zip(names, texts, strict=True))
    made = {name: to_json(schema, indent=1) + b"\n" for name, schema in schema_files().items()}
    with suppress(OSError):  # then the next build makes them again
        draft = kept.with_suffix(f".{os.getpid()}")
        draft.write_bytes(_BETWEEN.join((_mark([*made.values()]), *made.values())))
        draft.replace(kept)
    return made


def _mark(texts: list[bytes]) -> bytes:
    """What tells that files are whole, and of this code."""
    return fingerprint(engine(), *texts).hex().encode()
