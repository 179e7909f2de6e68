"""How people show that they are in distress, in Japanese."""

from handrail.domain.conversation.phrases import Group, Language

JAPANESE = Language(
    code="ja",
    words={
        "FAMILY": "父, 母, 夫, 妻, 息子, 娘, 兄, 姉, 弟, 妹, 祖父, 祖母, 主人, "
        "旦那, 家内, 子供, 赤ちゃん",
        "MONEY": "お金, 貯金, 給料, 口座, 預金, 全財産",
    },
    groups={
        "self_harm": Group(
            (
                "死 に た い",
                "死にたい",
                "自殺",
                "生きていたくない",
                "消えたい",
                "生きる意味",
                "自傷",
            ),
            unless=("通報|報告|動画|映画",),
        ),
        "threat": Group(
            ("殺 し て や る", "殺してやる", "殺す", "ぶっ殺す", "爆弾"), unless=("ゲーム|敵",)
        ),
        "danger": Group(
            ("火事|爆発 ** 子供|娘|息子|やけど", "息ができない", "助けて ** 殺される", "命の危険")
        ),
        "pursued": Group(("ストーカー", "つけられて|監視されて")),
        "fear": Group(("怖い ?です $", "怖くて")),
        "loss": Group(("MONEY ** 盗まれ|なくなっ|消え|引き出され|騙し", "詐欺に")),
        "hardship": Group(
            (
                "食べられない",
                "食べるものが",
                "家賃 ** 払えない|払えません",
                "住む ?ところ ?家 ** なくな",
            )
        ),
        "panic": Group(("助けて", "どうしたらいい|どうすれば", "パニック", "涙が")),
        "bereaved": Group(
            ("FAMILY が|は ** 亡くな|他界|死去|死にました|逝き", "亡き FAMILY", "葬儀|葬式"),
            unless=("場合|たら|もし",),
        ),
        "despair": Group(
            (
                "もう 限界|無理です|だめです",
                "もう耐えられ",
                "絶望",
                "泣いて|泣き ** 一日|毎日|ずっと",
                "一日中|毎日|ずっと ** 泣い",
            )
        ),
        "anger": Group(
            (
                "ふざけるな",
                "詐欺師|泥棒",
                "最低|最悪 ** 会社|サービス|対応",
                "頭に来|腹が立",
                "訴え ** ます|てやる",
                "馬鹿|バカ ** にする|にしてる",
            )
        ),
    },
)
