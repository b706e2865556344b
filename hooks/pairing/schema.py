"""JSON Schemas of the data files, generated from the model, for completion in an editor.

They are checked in under data/.schema/ and published under api/v1/schema/; a test compares them.
"""

import json
from functools import cache
from typing import Any, Final

from pydantic import BaseModel

from pairing.model import Entry
from pairing.read import LAYOUT

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


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
