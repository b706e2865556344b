"""What a page says of itself to machines: the tags of Chinese public sites, Open Graph, schema.org.

The names of the tags are those seen on government and university sites (ArticleTitle, PubDate, …);
no conformity with a standard is claimed.
"""

from json import JSONEncoder
from typing import Final

from pairing.model import Column, Entry

# Of texts; all that is put around them has one form.
_json: Final = JSONEncoder(ensure_ascii=False).encode


def entry_meta(entry: Entry, column: Column, page: str) -> tuple[tuple[str, str], ...]:
    """(name, content) of an entry's tags; what the entry leaves out is left out.

    ``page`` is the page's full address, empty where the site's is not known: the picture is then named
    relative to the page, and Open Graph, which wants full addresses, goes without it.
    """
    picture = f"{page}{entry.cover.file}" if entry.cover else ""
    pairs = (
        *column_meta(column),
        ("ArticleTitle", entry.title),
        ("PubDate", entry.published.code),
        ("ContentSource", entry.origin or ""),
        ("Keywords", ",".join(entry.keywords)),
        ("Author", entry.author or ""),
        ("Description", entry.summary or ""),
        ("Image", picture),
        ("og:type", "article"),
        ("og:image", picture if page else ""),
    )
    return tuple((name, content) for name, content in pairs if content)


def column_meta(column: Column) -> tuple[tuple[str, str], ...]:
    """(name, content) of a column's tags."""
    return (
        ("ColumnName", column.title),
        ("ColumnDescription", column.description),
        ("ColumnKeywords", column.title),
        ("ColumnType", column.title),
    )


def json_ld(entry: Entry, publisher: str, page: str) -> str:
    """The entry as a schema.org NewsArticle. Safe inside a script element: no "<" stands in it."""
    title, owner = _json(entry.title), _json(publisher)
    author = _json(entry.author or entry.origin or publisher)
    more = f', "mainEntityOfPage": {_json(page)}' if page else ""
    if entry.cover:
        # A reference without a host is resolved against the page's own address.
        more += f', "image": {_json(f"{page}{entry.cover.file}")}'
    article = (
        f'{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": {title}, '
        f'"datePublished": "{entry.published.code}", "dateModified": "{entry.changed.code}", '
        f'"description": {_json(entry.summary) if entry.summary else title}, '
        f'"keywords": [{", ".join(map(_json, entry.keywords))}], '
        f'"author": {{"@type": "Organization", "name": {author}}}, '
        f'"publisher": {{"@type": "Organization", "name": {owner}}}, "inLanguage": "zh-CN"{more}}}'
    )
    return article.replace("<", "\\u003c")
