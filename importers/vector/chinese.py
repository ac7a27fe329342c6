"""Does a text read as Chinese? Told by the characters that Chinese texts, and geological ones, mostly use."""

from functools import lru_cache

# The most frequent characters of modern Chinese, and those of fault tables, places and directions.
_FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然"
    "家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十"
    "民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯"
    "月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女"
    "变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基"
    "眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今"
    "断层裂带逆走滑右左旋冲压扭张性隐伏推测出露第四纪全新晚早更世更统岩系组群段坡沟河谷盆地湖江岭峰坝川湾县省镇村乡"
    "祁连秦昆仑龙门鲜泾宁青甘藏新疆蒙吉辽黑京津冀鲁豫晋陕滇黔桂粤闽浙皖苏湘鄂赣琼台错动位移速率倾角震级破古探槽错距"
)
_LEVEL_1 = 0.8
_COMMON = 0.12
_ENOUGH = 4


@lru_cache(maxsize=8192)
def _is_level_1(char: str) -> bool:
    """Whether GB 2312 counts the character among its 3755 frequent ones."""
    code = char.encode("gb2312", "ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def is_ideograph(char: str) -> bool:
    """Whether the character is a Chinese ideograph."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char >= "\U00020000"


def looks_chinese(text: str) -> bool:
    """Whether what is not ASCII in the text is mostly simplified Chinese as people write it.

    At least four ideographs are needed; nearly all of them frequent ones, some of them very frequent, and
    besides ideographs little but Chinese punctuation.
    """
    foreign = [char for char in text if ord(char) > 0x7F]
    ideographs = [char for char in foreign if is_ideograph(char)]
    if len(ideographs) < _ENOUGH or len(ideographs) < 0.7 * len(foreign):
        return False
    level_1 = sum(map(_is_level_1, ideographs)) / len(ideographs)
    common = sum(char in _FREQUENT for char in ideographs) / len(ideographs)
    return level_1 >= _LEVEL_1 and common >= _COMMON
