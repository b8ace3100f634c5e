"""What is noise, what is not, and that finding it is lossless and linear.

In the cases, «…» stands around what must be found; a reason before the text is that of every span.
"""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tigang.clean import REASONS, find_noise

REPORT = """某县2023年工作总结

2023年，我们认真履行职责，各项工作取得新的成绩。
{}
四、下一步打算
（一）继续抓好落实。要坚持问题导向，补齐短板。
（二）强化监督。各部门要密切配合。
某县人民政府
2023年12月1日"""


def read_marks(marked: str) -> tuple[str, set[int]]:
    """Return the text without «» and the offsets between them, white space left out."""
    out: list[str] = []
    inside: set[int] = set()
    open_ = False
    for c in marked:
        if c in "«»":
            open_ = c == "«"
            continue
        if open_ and not c.isspace():
            inside.add(len(out))
        out.append(c)
    return "".join(out), inside


def found_in(text: str) -> set[int]:
    return {i for n in find_noise(text) for i in range(n.start, n.end) if not text[i].isspace()}


def show(text: str, offsets: set[int]) -> str:
    return "".join(c if i in offsets else " " for i, c in enumerate(text)).strip()


def check(marked: str) -> None:
    text, want = read_marks(marked)
    assert show(text, found_in(text)) == show(text, want)


ADVERTS = """
一、主要工作完成情况«【更多公文素材请关注微-信-公-众-号：青石文苑】»
某县水利局2023年工作总结«（文·秘·帮·手整理 / 完整版请戳薇：wmbs**8）»
全年新建公路12公里。«〔公文写作＠微信号：qs＊＊wy〕»
完成投资3.2亿元。«{青#石#文#苑 V信同步更新}»
解决了实际困难。«【资料来源：青石文苑公众号，转载请注明】»
三、存在问题«（添加微信qswy001领取全文word版）»
（二）抓整改提质效«＜墨海拾贝※公Z号※首发＞»
(三)加强作风建设«【青石=文苑，公号同名，免费领材料】»
覆盖率达到100%。«@墨@海@拾@贝@»
二、下步打算«^青^石^文^苑^提供»
二、存在的问题«%笔%耕%园%地%授权发布%»
市财政局党组«〖公·文·素·材·库〗»
项目完工率达95%。«〈加V看原文：jg-wenhai〉»
签约家庭医生4.2万户。«《笔。耕。园。地》»
完成改扩建项目3个。«『来·源·:·笔·耕·园·地』»
组织演练6场次。«#墨海拾贝#每天一份好材料»
三、下一步打算«▶▶更多请移步“墨海拾贝”小店◀◀»
今年以来，我们扎实推进各项工作，成效明显。«更多精品材料，尽在公众号“青石文苑”»
«加入VIP会员群，免费下载10万篇机关材料，客服微信：qswy2020»
«关注公众号【青石文苑】，回复“总结”免费领取范文500篇»
«◆◆◆青石文苑◆◆◆专注机关公文写作，每日更新，会员免费看»
«更多资料请加QQ群：123456789»
«本资料由【青石文苑】整理，仅供学习参考，请勿用于商业用途»
«微❤公众号：青石文苑 每天分享机关范文»
«★★★★★ 扫码加入知识星球，海量公文随便下 ★★★★★»
«需要代写材料的朋友请加徽信：qs_wy88，价格优惠，保密»
«(公=众=号=青=石=文=苑)»
«QQ：12345678　微信：qswy2020　承接各类材料代写»
«「素/材/来/源：青/石/文/苑」»
«⑴群已满，⑵群火热招募中，扣扣：八八六六＊＊＊»
«加♥薇：qswy6，进❤资❤料❤群»
«未完待续……完整版请加VX：qswy2020获取»
«vip会员专属 | 青石文苑出品 | 禁止外传»
«全套资料打包下载：pan.baidu.com/s/1abcDEF 提取码：8k2x»
«【资】【料】【群】【号】：7＊＊＊2＊＊6»
«群主微信：m·h·s·b·666（非诚勿扰）»
«※※※ 星标置顶 不错过每日好文 ※※※»
«更¥多¥材¥料¥加¥微¥xyz123»
«→→→点我头像，看置顶，免费拿材料»
«—— 本文档由 笔耕园地（VX：bgyd2024）收集整理，更多内容请搜 ——»
«全年365天不断更┃价格低至0.1元/篇┃仅需99元»
成效初显。«【完整范文搜 G—Z—H：青·石·文·苑】»
«▁▂急用材料？进“青石文苑”，薇^言 qs_wy_88，当天出稿▂▁»
«〖青ノ石ノ文ノ苑〗小呈序，原创素材天天上新»
"""

MARKS = """
«##vipbegin##»（二）社会保险工作。参保人数稳步增加。
«【付费内容开始】»（一）就业工作。岗位持续增加。
«以下内容为付费内容»
推动产业升级。«（下转第三版）»
"""


@pytest.mark.parametrize("case", [c for c in ADVERTS.strip().split("\n") if c])
def test_adverts_are_found_whole(case: str) -> None:
    """An advert is found with its brackets and decoration, and nothing of the document with it."""
    check(REPORT.replace("{}", case))
    assert {n.reason for n in find_noise(read_marks(case)[0] + "\n")} <= {"advert", "mark", "web"}


@pytest.mark.parametrize("case", MARKS.strip().split("\n"))
def test_marks_are_found(case: str) -> None:
    text, _ = read_marks(case)
    check(REPORT.replace("{}", case))
    assert [n.reason for n in find_noise(REPORT.replace("{}", text))] == ["mark"]


OWN_TEXT = """
开通“微信公众号”推送政策信息230条，发布短视频45个，粉丝突破2万人。
依托微信公众号、抖音等平台发布岗位信息1200条。
12345热线客服人员增至60名，群众满意率98%。
全县商会会员企业达到320家，新发展会员45家。
（三）利用好微信公众号、微信群等新媒体，推送更多优质内容。
一是宣传方式单一，主要靠公众号、微信群转发，群众关注度不高。
一是重视不够。有的单位公众号更新不及时，原创内容少，多为转载。
群众可关注“清河人社”微信公众号，点击“查询”获取更多信息。
请各单位加入QQ群（群号：12345678），及时下载报送模板，并回复确认。
（联系人：办公室；电话：0712-3456789；QQ：12345678）
联系电话：12345（微信同号），请扫码入群。
编发简报、信息等文稿120篇，报送素材45条，被省级采用12篇。
挖掘典型素材，推出更多精品节目，免费开放图书馆。
建立典型案例素材库，收录案例素材230条，供各级党组织免费下载使用。
严厉打击网络水军、非法代写论文、倒卖考试资料等违法行为。
严查“职业代写”“学术造假”，处理责任人3名。
开发“智慧医保”小程序，实现扫码就医、在线下载电子凭证。
（二）强化“云上图书馆”建设，新增文库资源2万册，可免费下载阅读。
【责任单位：市科委、市财政局】
（责任单位：市市场监管局、各街道；完成时限：2024年12月底前）
〔2023〕15号
【案例】某镇推行“积分制”管理，群众参与率明显提高。
［附注］本表数据为快报数。
完善水、电、路、气、网等基础设施。
推行“党建+网格+积分”模式，做到人、财、物、技一体保障。
打通“申请→受理→审核→办结”流程，压缩时限50%。
张**、李**等2人被立案。
艾力·买买提同志作了发言。
政 府 工 作 报 告
　年　　月　　日
评定★★★级以上农家乐12家。
★重点任务★
资料来源：市统计局2023年统计公报。
注：资料来源于县统计年鉴，仅供内部参考。
附件：1.工作总结模板 2.报送材料清单
完成率达72%，同比提高3.5个百分点。
——2023年1月10日在某县第十七届人民代表大会第二次会议上
1.5公里
更多群众享受到改革发展成果。
来自安徽5市的文档免费下载，《小城序曲》全文免费。
"""


@pytest.mark.parametrize("line", OWN_TEXT.strip("\n").split("\n"))
def test_the_documents_own_words_are_left_alone(line: str) -> None:
    """Brackets, dates and sentences about an office's own channels are no noise."""
    assert find_noise(REPORT.replace("{}", line)) == ()


DOCUMENTS = {
    "the name of one advert is found in its other places": """
某市城管局2022年工作总结«『文墨轩※整理 下载原文请加绿泡泡：wmx*99』»
2022年，市城管局聚焦主责主业，推动各项工作落细落实。
一、主要工作
（一）市容秩序明显好转。规范占道经营1.2万起，拆除违建3400平方米。«[文+墨+轩]»
二、存在不足«——文/墨/轩 每晚更新——»
一是人手不足。二是经费紧张。
市城管局
2022年12月20日
«文墨轩精品材料库»
«年费VIP：199元，终身VIP：399元»
«入库请联系小墨：wmx＊99»
«祝您写作愉快！»
""",
    "a watermark in plain brackets is known by its disguised copy": """
«［机关材料铺子］»
关于2024年上半年粮食工作情况的汇报
市政府：
一、基本情况
全市现有国有粮食企业23家，仓容46万吨。«［机关材料铺子，公♡众♡号♡同名］»
（一）收购工作。收购夏粮12万吨，同比增长8%。
二、下步打算
（一）抓好秋粮收购。«［机关材料铺子］»
特此报告。
""",
    "page numbers of every form": """
某区司法局工作总结
«第1页»
一、普法工作
开展法律六进活动120场次，发放资料3万份，受教育群众超过5万人次，法治
«第 2 页 共 6 页»
氛围日益浓厚。
«- 3 -»
«— 4 —»
«5/6»
二、人民调解
调解各类纠纷2300件，调解成功率98.5%。
""",
    "running headers with their numbers": """
某县教育局2023年工作总结
«某县教育局2023年工作总结   1»
2023年，全县教育系统落实立德树人根本任务，办学条件持续改善，新建学校3所。
«某县教育局2023年工作总结   2»
一、主要做法
扎实推进双减，课后服务覆盖率100%，学生参与率达到96%，家长满意率98%以上。
«某县教育局2023年工作总结   3»
二、下步打算
继续推进优质均衡。
""",
    "a header beside a page number repeats the title's beginning": """
某镇2024年工作总结和2025年工作打算
（镇党政办起草）

2024年对全镇来说并不轻松。

一、主要工作
1.产业发展。新发展茶叶3000亩，新建冷库2座，引进加工企业1家。
2.乡村建设。硬化公路23公里，整修山塘45口，改造危房12户。
«某镇2024年工作总结»
«第3页 共8页»
3.社会治理。调处纠纷210起。
""",
    "bare numbers that count up a page apart": """
某镇2023年工作汇报
一、基本情况
全镇辖12个村，人口3.2万人，耕地4.6万亩，是全县的农业大镇和人口大镇，2023年
财政收入2300万元，农民人均纯收入1.9万元，各项指标均超额完成，群众生活明显改善，
全年没有发生较大以上安全事故，信访总量下降三成，社会大局保持和谐稳定。
«1»
二、主要工作
（一）产业发展。新发展茶叶3000亩，新建冷库2座，引进加工企业1家，带动就业230人，
集体经济收入均超过10万元，其中有3个村超过50万元，全镇发展后劲进一步增强，得到上级肯定，
在全县现场会上作了经验交流，全年接待参观学习团队23批次，1200余人次，影响不断扩大。
«2»
三、存在问题
一是产业链条短。二是人才缺乏。全镇现有干部58人，35岁以下的仅有12人，专业技术人员更少，
还有部分村干部年龄偏大，对新知识新技术的接受能力不强，推动工作的办法不多，需要认真解决。
全镇村集体经济发展不平衡，部分村仍然主要依靠资源发包和上级补助，抗风险能力较弱。
«3»
四、下步打算
继续努力。
""",
    "a table's numbers are no page numbers": """
某县重点项目表
序号
项目
1
水库除险加固
2
污水管网改造
3
县医院迁建
合计
3
""",
    "a page's navigation, publication line and footer": """
«您现在的位置：首页＞政务公开＞工作要点»
某县审计局2021年工作要点
«【信息时间：2021-03-01 阅读次数：1024】【我要打印】【关闭】»
一、全力做好预算执行审计
对35个部门开展全覆盖审计。
二、加强队伍建设
培训12期。
«[ 打印 ] [ 关闭 ]»
«上一篇： 某县审计局2020年工作总结»
«下一篇： 没有了»
«版权所有：某县审计局 地址：某县人民路1号 邮编：444444»
«备案号：鄂ICP备00000000号»
""",
    "a tool bar that was broken into lines": """
«下载»
«打印»
«收藏»
«【字号：»
«加大»
«减小»
«】»
2023年某省政府工作报告
——2023年1月10日在某省第十四届人民代表大会第一次会议上
«来源：某省日报»
«时间：2023-01-18»
某省人民政府省长
«现场座无虚席。本报记者 某某某 摄»
各位代表：
现在，我代表省人民政府，向大会报告工作。
一、过去五年工作
经济总量迈上新台阶。
«相关报道：»
""",
    "menus above the place line": """
«网站首页»
«政务公开»
«办事指南»
«互动交流»
«当前位置：首页 > 政务公开 > 政策文件»
某市人民政府办公室关于加强消防工作的通知
各县区人民政府：
现将有关事项通知如下。
一、提高认识
落实责任。
""",
    "the card above a document on a government's site": """
«索 引 号：000000/2023-00012»
«主题分类：教育»
«发文机关：某市人民政府»
«成文日期：2023年05月06日»
«标　　题：某市人民政府关于推进职业教育发展的意见»
某市人民政府关于推进职业教育发展的意见
某政发〔2023〕12号
各县（市、区）人民政府：
一、总体要求
坚持立德树人。
""",
    "crumbs that were broken into lines": """
«首页»
«>»
«要闻»
«>»
«本地要闻»
2023年某市政府工作报告
各位代表：
现在报告工作。
""",
    "a crawler's fields, rules and body mark": """
# 关于印发《某市种业振兴行动方案》的通知

«**发布日期**: 2024-03-10»
«**发布机构**: 某市农业农村局»
«**原文链接**: [http://example.org/a.html](http://example.org/a.html)»
«**附件**:»
«- [方案.pdf](./方案.pdf) (pdf)»

«---»

«## 全文»

各有关单位：
为加快种业振兴，制定本方案。

«【原文下载】»
«- [方案.pdf](/files/a.pdf)»
""",
    "a second copy of the title and of the text": """
某市人民政府办公室关于加强消防工作的通知
«来源：某市人民政府办公室　　发布日期：2022-07-18»
«某市人民政府办公室关于加强消防工作的通知»
各县区人民政府、市政府各部门，各有关单位、企业：
一、各级各部门要充分认识做好消防安全工作的重要意义，把消防安全摆在更加突出的位置，切实抓紧抓好。
二、各级政府要加大投入，年内新建消防站12座、微型消防站230个，补齐市政消火栓1300个，消除欠账。
三、公安、应急、消防等部门要联合开展大检查，对高层建筑、商场、医院、学校等场所逐一过筛，不留死角。
四、要广泛开展宣传，充分发动群众，组织应急疏散演练，提高全社会的消防安全意识和自防自救能力水平。
五、对工作不力、造成后果的单位和个人，要依纪依法严肃追究责任，并在全市范围内予以通报批评和约谈。
六、各单位贯彻落实情况请于12月底前书面报市消防安全委员会办公室汇总，由其统一上报市政府常务会议。
«一、各级各部门要充分认识做好消防安全工作的重要意义，把消防安全摆在更加突出的位置，切实抓紧抓好。»
«二、各级政府要加大投入，年内新建消防站12座、微型消防站230个，补齐市政消火栓1300个，消除欠账。»
«三、公安、应急、消防等部门要联合开展大检查，对高层建筑、商场、医院、学校等场所逐一过筛，不留死角。»
«四、要广泛开展宣传，充分发动群众，组织应急疏散演练，提高全社会的消防安全意识和自防自救能力水平。»
«五、对工作不力、造成后果的单位和个人，要依纪依法严肃追究责任，并在全市范围内予以通报批评和约谈。»
«六、各单位贯彻落实情况请于12月底前书面报市消防安全委员会办公室汇总，由其统一上报市政府常务会议。»
""",
    "a text library's licence": """
政府工作报告
各位代表：
现在报告工作。
«本作品是政府的»
«决议»
«，不适用于著作权法，属于»
«公有领域»
«。»
«Public domain»
«false»
""",
    "stray symbols, comments and tags": """
某县养老保险实施细则
（一）个人缴费标准按年度确定。«??»2、政府补贴标准另行确定。
«??»七、基金管理
«+»（三）丧葬补助金按有关规定执行。
«<!-- page break -->»
基金纳入财政专户管理。«<br/>»
«* * *»
""",
    "captions in brackets or behind a sign": """
某镇政府工作简报
干部入户走访，问需于民。
«（配图：干部在农户院坝里填写走访卡片）»
«【图：技术员在茶园里示范修剪 通讯员供图】»
«▲村民在晒场上翻晒稻谷　供图：镇宣传办»
▲重点户每月走访一次，一般户每季走访一次。
""",
    "lines of keys and tools": """
某区审计局2023年工作总结
«2024-01-08  阅读：356  来源：办公室  [打印] [关闭]»
一、主要工作
完成审计项目23个。
«【打印本页】【关闭窗口】　责任编辑：综合科»
«【上一篇】关于召开年度会议的通知»
«【下一篇】没有了»
""",
    "a title in two copies far apart belongs to two texts": """
某市人民政府办公室关于印发消防工作考核办法的通知
各县区人民政府：
《消防工作考核办法》已经市政府同意，现印发给你们，请认真贯彻执行。
某市人民政府办公室
2022年7月20日
消防工作考核办法
第一条 为落实责任，制定本办法。
""",
}


@pytest.mark.parametrize("marked", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_documents(marked: str) -> None:
    check(marked.strip("\n"))


def test_reasons() -> None:
    """Each kind of noise bears its own reason."""
    marked = DOCUMENTS["a second copy of the title and of the text"].strip("\n")
    text, _ = read_marks(marked)
    reasons = [n.reason for n in find_noise(text)]
    assert reasons[:2] == ["web", "copy"]
    assert set(reasons[2:]) == {"copy"}
    text, _ = read_marks(DOCUMENTS["a tool bar that was broken into lines"])
    assert [n.reason for n in find_noise(text)].count("caption") == 1
    text, _ = read_marks(DOCUMENTS["a crawler's fields, rules and body mark"])
    assert {n.reason for n in find_noise(text)} == {"metadata", "rule", "web"}
    text, _ = read_marks(DOCUMENTS["page numbers of every form"])
    assert {n.reason for n in find_noise(text)} == {"page number"}
    text, _ = read_marks(DOCUMENTS["a text library's licence"])
    assert {n.reason for n in find_noise(text)} == {"licence"}


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n\n", "\n　　"])
def test_line_breaks_of_any_kind_give_the_same_noise(newline: str) -> None:
    text, _ = read_marks(DOCUMENTS["a page's navigation, publication line and footer"].strip("\n"))
    want = [text[n.start : n.end] for n in find_noise(text)]
    other = text.replace("\n", newline)
    assert [other[n.start : n.end] for n in find_noise(other)] == want


_SHREDS = st.sampled_from(
    [
        *"【】（）[]<>《》★❤*#@|-—+?、。，：0 19\n\r\f\t　\0\ud800\u200b一",
        "公众号", "微信", "素材", "更多", "免费", "工作", "落实", "一、", "（一）", "第1页", "- 2 -",
        "打印", "关闭", "当前位置：", "首页 > ", "来源：", "\n---\n", "<!--", "-->", "**发布日期**: 1",
        "付费内容", "摄", "##ab##",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_SHREDS, max_size=60).map("".join))
def test_spans_are_sorted_disjoint_and_trimmed(text: str) -> None:
    """Whatever the text, the post-conditions hold."""
    noise = find_noise(text)
    assert all(a.end <= b.start for a, b in pairwise(noise))
    for n in noise:
        raw = text[n.start : n.end]
        assert raw
        assert raw == raw.strip()
        assert n.reason in REASONS


@pytest.mark.parametrize("text", ["", "\n", " \u3000\n\n", "\0", "\ud800", "工作"])
def test_texts_of_nothing_have_no_noise(text: str) -> None:
    assert find_noise(text) == ()


_MANY = 60_000
HOSTILE = {
    "one line": "推进工作落实，" * _MANY,
    "blank lines": "\n" * (5 * _MANY),
    "blanks": " " * (5 * _MANY) + "字",
    "nul": "\0\n" * _MANY,
    "surrogates": "\ud800" * _MANY,
    "opening brackets": "【" * _MANY,
    "nested brackets": "【" * _MANY + "】" * _MANY,
    "comments never closed": "<!--" * _MANY,
    "tags never closed": "<p " * _MANY,
    "odd symbols": "@" * _MANY,
    "greater-than": ">" * 190 + "字",
    "tool words": "减小字号" * 45 + "字",
    "tool lines": "减小字号\n" * (_MANY // 4),
    "drawn-out": "字*" * (_MANY // 4),
    "faint words": "微信会员" * _MANY,
    "prose and trade words": "推进工作公众号素材更多，" * (_MANY // 8),
    "adverts": "【更多素材关注公众号：青石文苑】" * (_MANY // 40),
    "counting": "\n".join(map(str, range(_MANY))),
    "same title": "某县2023年工作总结\n" * (_MANY // 8),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_take_linear_time(text: str) -> None:
    """Bad inputs end soon: a quadratic pattern would take minutes here."""
    start = time.process_time()
    find_noise(text)
    assert time.process_time() - start < 5
