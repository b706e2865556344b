#!/usr/bin/env python3
"""Write the JSON Schemas of the data files to data/.schema/, for completion in an editor."""

import argparse

from _paths import ROOT
from pairing.schema import schema_texts


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    folder = ROOT / "data" / ".schema"
    folder.mkdir(exist_ok=True)
    for name, text in schema_texts().items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{len(schema_texts())} 个模式写入 data/.schema/")


if __name__ == "__main__":
    main()
