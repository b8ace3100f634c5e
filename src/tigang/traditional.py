"""Simplified and traditional characters, one for one: the 440 commonest of those that differ.

Markers, units and the words that stages look for are written in simplified characters; the view of a text
(`tigang.lines`) shows a traditional character as the simplified one.
"""

from __future__ import annotations

__all__ = ["SIMPLIFIED", "TRADITIONAL"]

_SIMPLIFIED = (
    "业国发产设进实务动体会经区资应强学为机数规开关对现标个农济术创准统点与级项据计义于构条场"
    "领时办质长划导内们网优过门坚结范党续万监员备联调运台决当来组单总协费积试础专权医态这责电"
    "证营转护际险环报处户稳群题间后极线确并职问验广类测种车织乡战两审养价风评县装争众预请财适"
    "达亿参干从综识执镇励认扩严补复将传疗议别变势采阶况节检络维须则断给军围继记团层无负挥链头"
    "筹东还贯里习减税贸带兴键论卫斗视书队见难药约号彻园绿额违录显观劳历较举属占游选库销粮紧满"
    "训厂购针没图灾担华纳托样气盖筑撑说厅贫软艺边儿响让输帮竞双储师随编矿贴云届银许临终绩债压"
    "贷货状征奖迁换远缴愿获巩够连奋轮细纪牵该践张称订绕诊伟铁话汇语离马赁签献余贵独吨载击驶岗"
    "赋档亩胜辆驾讲龄毕轻赛账简课荣床壮几读热异币询苏阳尽拟顺湾旧残馆册宁脱访爱废龙杂遗辅错罚"
    "诉觉丰辖偿宽扬写虚隐启择损岛径贡块码纲败树频练顾谋脑亚红暂误黄绝拥纠谈趋坏碍潜乱齐挂衔艰"
    "买么钢洁驱咨谐仪迈侨归释轨盘缩陆钱郑诚倾听顿岁跃驻纽妇仓亲桥庆荐丽枢泽妆仅拨涨顶乐虑肃伤"
)
_TRADITIONAL = (
    "業國發產設進實務動體會經區資應強學爲機數規開關對現標個農濟術創準統點與級項據計義於構條場"
    "領時辦質長劃導內們網優過門堅結範黨續萬監員備聯調運臺決當來組單總協費積試礎專權醫態這責電"
    "證營轉護際險環報處戶穩羣題間後極線確並職問驗廣類測種車織鄉戰兩審養價風評縣裝爭衆預請財適"
    "達億參幹從綜識執鎮勵認擴嚴補復將傳療議別變勢採階況節檢絡維須則斷給軍圍繼記團層無負揮鏈頭"
    "籌東還貫裏習減稅貿帶興鍵論衛鬥視書隊見難藥約號徹園綠額違錄顯觀勞歷較舉屬佔遊選庫銷糧緊滿"
    "訓廠購針沒圖災擔華納託樣氣蓋築撐說廳貧軟藝邊兒響讓輸幫競雙儲師隨編礦貼雲屆銀許臨終績債壓"
    "貸貨狀徵獎遷換遠繳願獲鞏夠連奮輪細紀牽該踐張稱訂繞診偉鐵話匯語離馬賃籤獻餘貴獨噸載擊駛崗"
    "賦檔畝勝輛駕講齡畢輕賽賬簡課榮牀壯幾讀熱異幣詢蘇陽盡擬順灣舊殘館冊寧脫訪愛廢龍雜遺輔錯罰"
    "訴覺豐轄償寬揚寫虛隱啓擇損島徑貢塊碼綱敗樹頻練顧謀腦亞紅暫誤黃絕擁糾談趨壞礙潛亂齊掛銜艱"
    "買麼鋼潔驅諮諧儀邁僑歸釋軌盤縮陸錢鄭誠傾聽頓歲躍駐紐婦倉親橋慶薦麗樞澤妝僅撥漲頂樂慮肅傷"
)
TRADITIONAL = dict(zip(_SIMPLIFIED, _TRADITIONAL, strict=True))
"""Simplified → traditional."""
_VARIANTS = dict(
    zip(
        "為眾裡彙採佈週製複啟説産綫峯囑淩徵併穀颱鬆禦彆迴",
        "为众里汇采布周制复启说产线峰嘱凌征并谷台松御别回",
        strict=True,
    )
)
SIMPLIFIED = dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True)) | _VARIANTS
"""Traditional → simplified."""
