"""Write hooks/pairing/simplified.txt: traditional characters with their simplified forms, from OpenCC."""

import argparse
from typing import Final

import opencc

from _paths import ROOT

TABLE: Final = ROOT / "hooks/pairing/simplified.txt"
# CJK Unified Ideographs without extensions: what people type.
_FIRST, _LAST = 0x4E00, 0x9FFF


def pairs() -> str:
    """Traditional and simplified characters in turn, in the order of Unicode."""
    convert = opencc.OpenCC("t2s").convert
    found = ((chr(code), convert(chr(code))) for code in range(_FIRST, _LAST + 1))
    return "".join(old + new for old, new in found if new != old and len(new) == 1 and new < "\U00010000")


if __name__ == "__main__":
    argparse.ArgumentParser(description="重新生成繁简对照表 hooks/pairing/simplified.txt").parse_args()
    TABLE.write_text(pairs() + "\n", encoding="utf-8")
