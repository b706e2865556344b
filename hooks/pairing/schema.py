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
    models: list[tuple[str, type[BaseModel]]] = [(kind, model) for kind, _, model in LAYOUT]
    models.append(("entry", Entry))
    return {f"{kind}.schema.json": {"$schema": DIALECT, **model.model_json_schema()} for kind, model in models}


def schema_texts() -> dict[str, str]:
    """The same as the text of the files."""
    return {name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in schema_files().items()}
