"""mkdocs.yml as far as people edit it: its own reader tells them of a slip in English, and only when they build."""

import re
from pathlib import Path
from typing import Any, Final

import yaml

from pairing.problems import Problem, Where
from pairing.source import read_tree

NAME: Final = "mkdocs.yml"
_URL: Final = re.compile(r"https?://[^\s“”‘’：／。，\"']+")
_EXAMPLE: Final = "https://www.example.edu.cn/jiedui/"
# What a keyboard set to Chinese writes instead.
_MEANT: Final = str.maketrans({"：": ":", "／": "/", "。": ".", **dict.fromkeys("“”‘’\"'", "")})


def settings(root: Path) -> list[Problem]:
    """What is wrong with it; nothing where there is none."""
    file = root / NAME
    if not file.exists():
        return []
    node, problems = read_tree(file, root)
    if problems:
        return problems
    if not isinstance(node, yaml.MappingNode):
        return [Problem(Where(NAME), "文件应由“名称: 内容”组成，请照原来的样子写")]
    fields = {str(key.value): value for key, value in node.value}
    return [*_name(fields.get("site_name")), *_address(fields.get("site_url"))]


def _name(node: Any) -> list[Problem]:
    """Never shown, and still asked for."""
    if isinstance(node, yaml.ScalarNode) and node.value:
        return []
    message = "缺少 site_name，请补上一行 site_name: 结对；网页上的名称写在 data/site.yml 的 title"
    return [Problem(_at(node), message)]


def _address(node: Any) -> list[Problem]:
    """Where the site is published: nothing, or a whole address; also what stands behind !ENV [SITE_URL, …]."""
    if isinstance(node, yaml.SequenceNode):
        node = node.value[-1] if len(node.value) > 1 else None
    if not isinstance(node, yaml.ScalarNode) or not node.value or _URL.fullmatch(node.value):
        return []
    meant = node.value.translate(_MEANT).strip()
    meant = meant if "://" in meant else f"https://{meant}"
    meant = meant if meant.endswith("/") else f"{meant}/"
    right = meant if _URL.fullmatch(meant) and "." in meant else f"{_EXAMPLE} 的样子"
    return [Problem(_at(node), f"网址写法有误，找到“{node.value}”，请用英文符号写全，写成 {right}")]


def _at(node: Any) -> Where:
    return Where(NAME, node.start_mark.line + 1, node.start_mark.column + 1) if node else Where(NAME)
