"""Documents built by hand, so that what stands behind the analysis is tested without it."""

from __future__ import annotations

from dataclasses import replace

from tigang.document import (
    Document,
    Matter,
    Node,
    Noise,
    Note,
    Paragraph,
    Sentence,
    Source,
    Span,
    Text,
)
from tigang.tagset import tag_of

SCORES = {
    "target": (0.9, 0.04, 0.02, 0.02, 0.02),
    "initiative": (0.05, 0.8, 0.05, 0.05, 0.05),
    "problem": (0.0, 0.0, 1.0, 0.0, 0.0),
    "plan": (0.1, 0.1, 0.1, 0.6, 0.1),
    "other": (0.2, 0.2, 0.2, 0.2, 0.2),
}


class Builder:
    """Appends labelled pieces of text and keeps the records' offsets."""

    def __init__(self, name: str = "report.txt") -> None:
        self.name = name
        self.text = ""
        self.title: str | None = None
        self.nodes: list[Node] = []
        self.sentences: list[Sentence] = []
        self.front: list[Matter] = []
        self.noise: list[Noise] = []
        self.notes: list[Note] = []

    def raw(self, words: str) -> Builder:
        self._add(words)
        return self

    def _add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def titled(self, words: str) -> Builder:
        self.front.append(Matter(*self._add(words), "title"))
        self.title = words
        self.raw("\n")
        return self

    def advert(self, words: str, reason: str = "advert") -> Builder:
        self.noise.append(Noise(*self._add(words), reason))
        return self

    def node(self, kind: str, depth: int, marker: str | None, title: str, close: str = "") -> Builder:
        """Open a node; it hangs on the last one that is less deep."""
        label = self._add(f"{marker or ''}{title}{close}")
        parent = next((n.id for n in reversed(self.nodes) if n.depth < depth), None)
        style = "cn" if marker else None
        number = len(self.nodes) + 1 if marker else None
        node = Node(len(self.nodes), parent, kind, depth, style, marker, number, title.strip(), label, label)
        self.nodes.append(node)
        return self

    def say(self, tag: str, words: str) -> Builder:
        span = self._add(words)
        node = self.nodes[-1].id if self.nodes else None
        self.sentences.append(Sentence(*span, node, tag, SCORES[tag]))
        return self

    def topic(self, kind: str, depth: int, marker: str | None, title: str, tag: str) -> Builder:
        """Open a topic or an item whose own words are a sentence."""
        self.node(kind, depth, marker, title)
        label = self.nodes[-1].label
        self.sentences.append(Sentence(*label, self.nodes[-1].id, tag, SCORES[tag]))
        return self

    def done(self, *, tagged: bool = True) -> Document:
        paragraphs: list[Paragraph] = []
        for s in self.sentences:
            last = paragraphs[-1] if paragraphs else None
            if last and last.node == s.node and "\n" not in self.text[last.end : s.start]:
                paragraphs[-1] = replace(last, end=s.end)
            else:
                paragraphs.append(Paragraph(s.start, s.end, s.node, s.tag, s.scores))
        nodes = []
        for n in self.nodes:
            end = next((m.label.start for m in self.nodes[n.id + 1 :] if m.depth <= n.depth), len(self.text))
            held = [(s.tag, s.end - s.start) for s in self.sentences if n.label.start <= s.start < end]
            tag, shares = tag_of(held) if held and tagged else (None, ())
            nodes.append(replace(n, span=Span(n.label.start, end), tag=tag, shares=shares))
        return Document(
            source=Source(self.name, "text", "utf-8", "0" * 64),
            text=Text(self.text),
            title=self.title,
            nodes=tuple(nodes),
            paragraphs=tuple(paragraphs),
            sentences=tuple(self.sentences),
            front=tuple(self.front),
            noise=tuple(self.noise),
            notes=tuple(self.notes),
            tagged=tagged,
        )


def report(name: str = "report.txt", *, tagged: bool = True) -> Document:
    """A report with two levels, a mixed section, a topic, items, an advert and a note."""
    b = Builder(name).titled("临溪县2024年河湖治理工作报告")
    b.say("other", "现将有关情况报告如下。").raw("\n")
    b.node("heading", 1, "一、", "工作开展情况").raw("\n")
    b.node("heading", 2, "（一）", "压实巡查责任", "。").say(
        "initiative", "全年巡河3200次，整改隐患41处。"
    ).raw("\n")
    b.node("heading", 2, "（二）", "完成治理任务", "。").say("target", "完成年度任务的92%。")
    b.advert("【公众号：甲乙丙】").raw("\n")
    b.node("heading", 1, "二、", "问题与做法").raw("\n")
    b.say("initiative", "组织专班逐条河道排查，建立台账，分类处置，限期整改。").say(
        "problem", "但部分支流水质波动较大。"
    ).raw("\n")
    b.node("heading", 1, "三、", " 下一步打算").raw("\n")
    b.topic("topic", 2, None, "管网改造持续推进。", "plan").say("plan", "新建污水管网12公里。").raw("\n")
    b.topic("item", 2, "一是", "抓好汛前检查。", "plan").raw("\n")
    b.topic("item", 2, "二是", "抓好岸线管护。", "plan").raw("\n")
    b.notes.append(Note("gap", 3, 4, "number 3 is missing"))
    return b.done(tagged=tagged)


def letter(*, tagged: bool = True) -> Document:
    """A text without headings and without a title, in two paragraphs."""
    b = Builder("letter.txt")
    b.say("initiative", "我们走访了八个村。").say("initiative", "收集意见三十条。").say(
        "problem", "道路失修较多。"
    ).raw("\n")
    b.say("plan", "下月开工修路。").raw("\n")
    return b.done(tagged=tagged)


def deep(levels: int) -> Document:
    """One heading in another, ``levels`` deep."""
    label = "1.级\n"
    size = levels * len(label)
    nodes = tuple(
        Node(
            i, i - 1 if i else None, "heading", i + 1, "dot", "1.", 1, "级",
            Span(i * len(label), (i + 1) * len(label) - 1), Span(i * len(label), size),
        )
        for i in range(levels)
    )  # fmt: skip
    return Document(Source("deep.txt"), Text(label * levels), nodes=nodes)
