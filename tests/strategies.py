"""Generated documents: headings of many styles, run-in headings, items, noise and odd characters, composed.

The words are arbitrary; what is generated is structure, in order and out of it.
"""

from __future__ import annotations

from hypothesis import strategies as st

_DIGITS = "一二三四五六七八九十"
_NAMES = ("清理河道", "建设粮仓", "方面", "总体要求", "存在问题", "下一步打算", "产业", "附则", "工作回顾")
_CLAUSES = (
    "登记造册",
    "共排查隐患12处",
    "完成年度任务的72.5%",
    "人手不足",
    "按照第（三）项办理",
    "下一步将加快进度",
    "“一、二、三产业”融合",
    "参见1.2节",
    "详见附件1",
    "3.5亿元",
    "A公司",
    "做到（一）清（二）楚",
)
_ODD = (
    "",
    " ",
    "　　",
    "\t",
    "\x00",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\x85",
    "\x0c",
    "\ud800",
    "😀",
    "é",
    "\u3000\u00a0",
    "###",
    "**",
    "|",
    "[]",
    "【",
    "）",
    "”",
    "。。。",
    "——",
    "……",
    "\r",
    "<b>",
    "㈠",
    "①",
)
_NOISE = (
    "[更多资料尽在【公&众*号：某某】]",
    "##somemark##",
    "— 3 —",
    "第2页 共9页",
    "【字号：大 中 小】 打印",
    "责任编辑：某某",
    "---",
    "【关注微@信：xx】",
)
_ENDS = ("。", "；", "！", "？", "", "：", "。”", "?", ";")


def _chinese(n: int) -> str:
    tens, ones = divmod(n, 10)
    head = (_DIGITS[tens - 1] if tens > 1 else "") + "十" if tens else ""
    return head + (_DIGITS[ones - 1] if ones else "")


_STYLES = (
    lambda n: f"{_chinese(n)}、",
    lambda n: f"（{_chinese(n)}）",
    lambda n: f"({_chinese(n)})",
    lambda n: f"{n}.",
    lambda n: f"{n}、",
    lambda n: f"（{n}）",
    lambda n: f"{n})",
    lambda n: f"{n}.{n}",
    lambda n: f"{n}.1.{n} ",
    lambda n: f"第{_chinese(n)}章 ",
    lambda n: f"第{_chinese(n)}节 ",
    lambda n: f"第{_chinese(n)}条 ",
    lambda n: f"第{_chinese(n)}部分 ",
    lambda n: f"{chr(0x2460 + (n - 1) % 20)}",
    lambda n: f"{chr(0x3220 + (n - 1) % 10)}",
    lambda n: f"{chr(65 + (n - 1) % 26)}.",
    lambda n: f"专栏{n} ",
    lambda n: f"附件{n}：",
    lambda n: f"{'#' * (1 + n % 6)} ",
    lambda n: f"## {_chinese(n)}、",
    lambda n: f"{_chinese(n)}是",
    lambda n: f"{_chinese(n)}要",
    lambda n: f"第{_chinese(n)}，",
    lambda n: ("首先，", "其次，", "再次，", "最后，")[n % 4],
    lambda _: "——",
    lambda _: "",
)
_FEW = st.integers(1, 4)
_NUMBERS = st.one_of(_FEW, _FEW, st.integers(1, 40))

marker = st.builds(lambda style, n: style(n), st.sampled_from(_STYLES), _NUMBERS)
sentence = st.builds(lambda a, b: a + b, st.sampled_from(_CLAUSES), st.sampled_from(_ENDS))
sentences = st.lists(sentence, max_size=4).map("".join)
odd = st.sampled_from(_ODD)
name = st.sampled_from(_NAMES)
heading = st.tuples(odd, marker, name, st.sampled_from(_ENDS)).map("".join)
run_in = st.tuples(heading, sentences).map("".join)
items = st.builds(
    lambda style, parts: "".join(style(n) + part for n, part in enumerate(parts, 1)),
    st.sampled_from(_STYLES),
    st.lists(sentence, min_size=1, max_size=4),
)
noise = st.sampled_from(_NOISE)
noisy = st.tuples(run_in, noise).map("".join)
odd_line = st.tuples(st.sampled_from(_CLAUSES), odd, sentences).map("".join)
arbitrary = st.text(max_size=20)
line = st.one_of(heading, run_in, items, sentences, noise, noisy, odd_line, arbitrary)

_NEWLINES = st.sampled_from(("\n", "\n", "\r\n", "\r", "\n\n"))


@st.composite
def _ordered(draw: st.DrawFn) -> str:
    """Draw a tree of numbered sections that is in order, with flaws here and there."""
    styles = draw(st.lists(st.sampled_from(_STYLES[:17]), min_size=1, max_size=3))
    out: list[str] = [draw(st.sampled_from(("", "某镇工作汇报", "某局\n关于某事的通知")))]

    def section(level: int) -> None:
        for n in range(1, draw(st.integers(1, 3)) + 1):
            flaw = draw(st.sampled_from((0, 0, 0, 0, 1)))
            end = draw(st.sampled_from(("", "", "。", "：")))
            out.append(styles[level](n + flaw) + draw(name) + end)
            if draw(st.booleans()):
                out.append(draw(line))
            if level + 1 < len(styles):
                section(level + 1)

    section(0)
    return draw(_NEWLINES).join(out)


composed = st.builds(lambda lines, newline: newline.join(lines), st.lists(line, max_size=25), _NEWLINES)
documents = st.one_of(_ordered(), composed)
"""Texts that look like documents, more or less."""

_STRUCTURAL = "一二十第章节条项是要首先其次（）()、.．。：；，\n\r 　1239①#*-—[]【】“”年\x00"
any_text = st.one_of(
    st.text(),
    st.text(alphabet=st.characters(exclude_categories=())),  # lone surrogates too
    st.text(alphabet=st.sampled_from(_STRUCTURAL)),
)
