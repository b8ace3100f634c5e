"""The notebook view: well-formed, escaped, bounded."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from documents import deep, letter, report
from tigang.document import Document
from tigang.jupyter import html


class Nesting(HTMLParser):
    """Collects the words and checks that elements close in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.words = ""
        self.deepest = 0
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not [k for k, _ in attrs if k.startswith("on") or k in ("href", "src")]
        self.open.append(tag)
        self.seen.append(tag)
        self.deepest = max(self.deepest, self.open.count("details"))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data


@pytest.mark.parametrize("document", [report(), report(tagged=False), letter(), deep(3)])
def test_nesting(document: Document) -> None:
    """Every node is a section that folds, inside its parent's."""
    page = Nesting(html(document))
    assert page.open == []
    assert page.seen.count("details") == len(document.nodes)
    assert page.deepest == max((n.depth for n in document.nodes), default=0)
    for node in document.nodes:
        assert node.title in page.words


def test_badges_and_text() -> None:
    source = html(report())
    assert '<span class="tag initiative">举措68%</span><span class="tag problem">问题32%</span>' in source
    assert "新建污水管网12公里。" in source
    assert "公众号" not in source
    assert '<span class="tag' not in html(report(tagged=False))


def test_escaping() -> None:
    """What the document holds is text, never HTML."""
    evil = "<script>alert('1')</script>&amp;"
    document = report()
    node = replace(document.nodes[0], title=evil)
    page = html(replace(document, title=evil, nodes=(node, *document.nodes[1:])))
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;amp;") == 2
    page = html(
        Document(letter().source, evil * 2, sentences=(replace(letter().sentences[0], end=len(evil)),))
    )
    assert "<script" not in page
    assert "&lt;script" in page


def test_bounds() -> None:
    """A large document stays a small output, and says what is missing."""
    page = html(deep(10_000))
    assert page.count("<details") == 2_000
    assert "另有8,000个标题未显示" in page
    long = "长" * 300_000
    sentence = replace(letter().sentences[0], start=0, end=len(long))
    page = html(Document(letter().source, long, sentences=(sentence,)))
    assert page.count("长") == 200_000
    assert "另有100,000字正文未显示" in page


def test_repr_html() -> None:
    assert report()._repr_html_() == html(report())
