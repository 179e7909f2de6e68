"""How people say that a reply was of no help, and how machines say that no person replies."""

from handrail.domain.conversation.phrases import Group, Language

REPLIES = (
    Language(
        code="en",
        words={
            "NOT": "not, isnt, wasnt, doesnt, didnt, dont, never, no, havent, isn, ain't",
            "ASKED": "asked, ask, asking, asked for, meant, mean, question, looking for, wanted, "
            "my question",
            "WORK": "work, works, working, worked, help, helping, helped, helps, solve, fix, "
            "answer",
        },
        groups={
            "unhelped": Group(
                (
                    "NOT ?at ?all ?really ?exactly ?quite what i|we ASKED",
                    "NOT ?at ?all ?really ASKED $",
                    "NOT answer|answering|answered|address my|the|me question|?me",
                    "that|this|it|still [still] NOT ?really ?even WORK",
                    "still NOT",
                    "same problem|issue|error|thing|message|answer|reply again|still|as",
                    "same problem|issue|error|answer|reply",
                    "NOT WORK me|us|either|at",
                    "you|u|already ?already ?just told|said|sent|gave ?me that|this|the same",
                    "already tried|did|done|read ?that ?all ?of ?it ?this",
                    "wrong answer|article|topic|question",
                    "read my|the question|message again|please|properly",
                    "are you|u even reading|listening|understanding",
                    "NOT understand|understanding ?me ?my ?what question|problem|i|me",
                    "you|u NOT understand|listen|get|help",
                    "no|nope|wrong thats|that|it ?is wrong|incorrect|not",
                    "going|talking|running in circles",
                    "useless|unhelpful|no help",
                ),
                unless=("^ ?and ?but how|why|what|when|where|which|who|can|does|is|do", "if"),
            ),
            "automatic": Group(
                (
                    "automatic|automated|auto reply|response|message|answer|email|mail|"
                    "notification",
                    "autoreply|autoresponder|autoresponse",
                    "out of office|the",
                    "do not reply",
                    "dont reply to this",
                    "noreply|no reply",
                    "your|the ticket|request|message|email|enquiry|inquiry|case ** "
                    "received|created|registered|opened",
                    "thank you for contacting|reaching|writing|your",
                    "currently|am|be away|unavailable|out from|until|on|of",
                    "this mailbox|inbox is not|unattended",
                    "delivery status|failed|failure notification|permanently",
                    "mailer daemon",
                    "i am|im an|a ai|virtual|automated assistant|bot|agent",
                    "how|what can|may i help|assist you ?today ?with ?further",
                    "please choose|select one|an|from option|of|the",
                ),
                unless=("how|why|do|does|can|where ** i|we|you ** turn|stop|switch|disable|set",),
            ),
        },
    ),
    Language(
        code="es",
        groups={
            "unhelped": Group(
                (
                    "no es|era lo que ?te ?le pregunte|pedi|pregunto|pido|busco|queria",
                    "no ?me respondes|responde|contesta|contestas|entiendes|entiende ?a ?mi ?me",
                    "sigue|todavia|aun sin|no ?me funcionar|funciona|ayuda|sirve|resuelve",
                    "no me ayuda|ayudo|sirve|sirvio|ayudas",
                    "eso|esto ?ya ?lo no|ya sirve|funciona|probe|intente|hice|lei",
                    "ya lo probe|intente|hice|lei|dijiste",
                    "misma respuesta",
                )
            ),
            "automatic": Group(
                (
                    "respuesta|mensaje|correo automatica|automatico",
                    "fuera de la oficina",
                    "no responda|responder|conteste a este",
                    "hemos recibido su|tu",
                    "gracias por contactar|contactarnos|escribirnos",
                )
            ),
        },
    ),
    Language(
        code="pt",
        groups={
            "unhelped": Group(
                (
                    "nao e|foi|era ?isso ?o que eu ?te perguntei|pedi|quero|queria|pergunto",
                    "nao respondeu|responde|entendeu|entende|ajudou|ajuda|resolveu|resolve",
                    "continua|ainda sem|nao funcionar|funciona|funcionando|funcionou",
                    "ja tentei|fiz|li|disse",
                    "mesma resposta",
                )
            ),
            "automatic": Group(
                (
                    "resposta|mensagem|email automatica|automatico",
                    "fora do escritorio",
                    "nao responda a|este",
                    "recebemos sua|seu|a|o",
                    "obrigado por entrar|contatar|contactar",
                )
            ),
        },
    ),
    Language(
        code="fr",
        groups={
            "unhelped": Group(
                (
                    "pas ?du ?tout ce que je|j'ai|jai ?vous ?t demande|demandais|cherche|veux|"
                    "voulais",
                    "pas repondu|compris|reponse|resolu|aide|marche|fonctionne",
                    "ne|n repond|repondez|comprenez|comprends|marche|fonctionne|aide ?toujours "
                    "pas|rien",
                    "toujours pas|rien|le|la ?meme",
                    "deja essaye|fait|lu|dit|tente",
                    "meme reponse",
                ),
                unless=("comment|pourquoi|quand",),
            ),
            "automatic": Group(
                (
                    "reponse|message|mail automatique|auto",
                    "absent|absente du bureau",
                    "ne pas|repondez repondre|pas a ce",
                    "bien recu|accusons votre|reception",
                    "merci de nous|votre avoir|message",
                )
            ),
        },
    ),
    Language(
        code="de",
        groups={
            "unhelped": Group(
                (
                    "nicht das|was was|ich ich ?wollte ?meinte gefragt|meinte|wollte|suche",
                    "nicht ?meine frage",
                    "immer ?noch nicht|dasselbe|der|das",
                    "geht|funktioniert|hilft|klappt ?mir ?auch ?so ?immer ?noch ?leider nicht",
                    "schon|bereits probiert|versucht|gelesen|gemacht",
                    "gleiche|selbe antwort",
                ),
                unless=("wie|warum|wann|wenn",),
            ),
            "automatic": Group(
                (
                    "automatische antwort|nachricht|benachrichtigung",
                    "abwesenheitsnotiz",
                    "nicht im buro",
                    "antworten sie nicht",
                    "haben ihre|deine nachricht|anfrage erhalten",
                )
            ),
        },
    ),
    Language(
        code="id",
        groups={
            "unhelped": Group(
                (
                    "bukan itu ?yang saya|maksud|pertanyaan",
                    "tidak|gak|belum ?juga menjawab|membantu|mengerti|berhasil|berfungsi",
                    "masih|tetap tidak|gak|belum|sama",
                    "sudah ?saya coba|dicoba|baca",
                ),
                unless=("bagaimana|kenapa|mengapa",),
            ),
            "automatic": Group(
                ("balasan|pesan otomatis", "jangan balas", "terima kasih telah|sudah menghubungi")
            ),
        },
    ),
    Language(
        code="ru",
        groups={
            "unhelped": Group(
                (
                    "не то ?что ?о ?я спрашивал|спрашивала|просил|просила|спросил|что",
                    "не про|об это|этом|то",
                    "^ ?это ?вообще ?совсем не то $",
                    "не|ничего ?мне ответили|ответ|помогло|помогает|помог|поняли|понимаете|"
                    "работает|вышло",
                    "все|до еще|сих ?пор не|то",
                    "уже пробовал|пробовала|делал|делала|читал|читала|говорил",
                    "тот же ответ",
                ),
                unless=("как|почему|когда|что ** делать",),
            ),
            "automatic": Group(
                (
                    "автоматический|автоматическое ответ|сообщение|уведомление",
                    "автоответ~",
                    "не отвечайте на",
                    "ваше обращение ** принято|зарегистрировано",
                ),
            ),
        },
    ),
    Language(
        code="ar",
        groups={
            "unhelped": Group(
                (
                    "ليس|مش|مو ?هذا ?هو ما|اللي|سؤالي|الذي ?سالت",
                    "لم|ما|لا تجب|تجاوب|تفهم|ينفع|يعمل|يساعد|تساعدني|يفيد|اشتغل",
                    "لا|ما زال|يزال|زالت",
                    "نفس الجواب|الاجابه|الرد|المشكله",
                    "جربت ذلك|هذا|كل",
                ),
                unless=("كيف|لماذا|متي",),
            ),
            "automatic": Group(
                ("رد|رساله الي|اليه|تلقائي|تلقائيه", "لا ترد علي هذه", "شكرا لتواصلك|لتواصلكم")
            ),
        },
    ),
    Language(
        code="hi",
        groups={
            "unhelped": Group(
                (
                    "यह|ये|वह ?मैंने ?वो नहीं पूछा",
                    "मैंने ?यह ?ये नहीं पूछा|पूछी",
                    "अभी भी नहीं",
                    "काम|मदद|समझ नहीं",
                    "वही जवाब",
                    "पहले|ही कर|ही चुका|चुकी|किया",
                ),
                unless=("कैसे|क्यों",),
            ),
            "automatic": Group(("स्वचालित उत्तर|संदेश|जवाब",)),
        },
    ),
    Language(
        code="hi-Latn",
        groups={
            "unhelped": Group(
                (
                    "ye|yeh|wo|maine|mene ?ye ?yeh nahi|nhi|nahin pucha|poocha",
                    "abhi|ab ?bhi tak|bhi nahi|nhi|nahin",
                    "kaam|samajh nahi|nhi|nahin",
                    "wahi|same jawab|answer",
                ),
                unless=("kaise|kyu|kyun",),
            ),
        },
    ),
    Language(
        code="ur",
        groups={
            "unhelped": Group(
                ("یہ|میں ?نے ?یہ نہیں پوچھا", "ابھی بھی|تک نہیں", "کام|مدد|سمجھ نہیں", "وہی جواب"),
                unless=("کیسے|کیوں",),
            ),
            "automatic": Group(("خودکار جواب|پیغام",)),
        },
    ),
    Language(
        code="bn",
        groups={
            "unhelped": Group(
                (
                    "এটা|আমি ?তো ?এটা জানতে|জিজ্ঞেস|জিজ্ঞাসা|চাইনি ?করিনি ?চাইনি",
                    "এখনও|এখনো ** না|হয়নি|হচ্ছে",
                    "কাজ হচ্ছে|করছে|হয়নি না",
                    "একই উত্তর",
                ),
                unless=("কীভাবে|কেন",),
            ),
            "automatic": Group(("স্বয়ংক্রিয় উত্তর|বার্তা",)),
        },
    ),
    Language(
        code="zh",
        groups={
            "unhelped": Group(
                (
                    "不 是 我 ?要 ?想 问|说|要",
                    "答 非 所 问",
                    "还 是 不 行|能|可|懂",
                    "没|没有 用|解决|帮助|回答",
                    "一样|同样 的 回答|答案|问题",
                    "试 过 了",
                    "听 不 懂",
                ),
                unless=("怎么|如何|为什么",),
            ),
            "automatic": Group(("自动 回复|答复|邮件", "请 勿 回复", "自动回复")),
        },
    ),
)
