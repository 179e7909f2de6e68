"""What is said in place of an answer, in the language that the customer writes."""

from collections.abc import Mapping

from handrail.domain.decision.model import AbstainReason

Words = Mapping[str, str]

ABSTAINED: Mapping[AbstainReason, Words] = {
    AbstainReason.NO_EVIDENCE: {
        "en": "I could not find this in our help centre, and I would rather not guess.",
        "zh": "我在帮助中心没有找到相关内容，不想凭猜测回答。",
        "hi": "मुझे यह हमारे सहायता केंद्र में नहीं मिला, और मैं अनुमान नहीं लगाना चाहता।",
        "es": "No lo he encontrado en nuestro centro de ayuda y prefiero no adivinar.",
        "ar": "لم أجد هذا في مركز المساعدة لدينا، وأفضّل ألا أخمّن.",
        "fr": "Je n’ai pas trouvé cela dans notre centre d’aide et je préfère ne pas deviner.",
        "bn": "এটি আমি আমাদের সহায়তা কেন্দ্রে পাইনি, আর অনুমান করে বলতে চাই না।",
        "pt": "Não encontrei isto na nossa central de ajuda e prefiro não adivinhar.",
        "ru": "Я не нашёл этого в нашей справке и не хочу гадать.",
        "ur": "مجھے یہ ہمارے ہیلپ سینٹر میں نہیں ملا، اور میں اندازہ لگانا نہیں چاہتا۔",
        "de": "Dazu habe ich in unserem Hilfebereich nichts gefunden, und raten möchte ich nicht.",
        "ja": "ヘルプセンターには見当たりませんでした。推測でお答えするのは控えます。",
        "id": "Saya tidak menemukan ini di pusat bantuan kami, dan saya tidak ingin menebak.",
    },
    AbstainReason.LOW_CONFIDENCE: {
        "en": "I could not find a sure answer to this in our help centre, and I would rather not "
        "guess.",
        "zh": "我在帮助中心没有找到确切的答案，不想凭猜测回答。",
        "hi": "मुझे हमारे सहायता केंद्र में इसका पक्का उत्तर नहीं मिला, और मैं अनुमान नहीं लगाना चाहता।",
        "es": "No he encontrado una respuesta segura en nuestro centro de ayuda y prefiero no "
        "adivinar.",
        "ar": "لم أجد جوابًا مؤكدًا لهذا في مركز المساعدة لدينا، وأفضّل ألا أخمّن.",
        "fr": "Je n’ai pas trouvé de réponse sûre dans notre centre d’aide et je préfère ne pas "
        "deviner.",
        "bn": "আমাদের সহায়তা কেন্দ্রে এর নিশ্চিত উত্তর পাইনি, আর অনুমান করে বলতে চাই না।",
        "pt": "Não encontrei uma resposta segura na nossa central de ajuda e prefiro não "
        "adivinhar.",
        "ru": "Я не нашёл надёжного ответа в нашей справке и не хочу гадать.",
        "ur": "مجھے ہمارے ہیلپ سینٹر میں اس کا پکا جواب نہیں ملا، اور میں اندازہ لگانا نہیں چاہتا۔",
        "de": "Eine sichere Antwort darauf habe ich in unserem Hilfebereich nicht gefunden, und "
        "raten möchte ich nicht.",
        "ja": "ヘルプセンターで確かな回答が見つかりませんでした。推測でお答えするのは控えます。",
        "id": "Saya tidak menemukan jawaban yang pasti di pusat bantuan kami, dan saya tidak "
        "ingin menebak.",
    },
    AbstainReason.NOT_GROUNDED: {
        "en": "I could not back up an answer with our help centre, so I would rather not give one.",
        "zh": "我找不到帮助中心的内容来支持答案，因此不作回答。",
        "hi": "मैं हमारे सहायता केंद्र से किसी उत्तर की पुष्टि नहीं कर सका, इसलिए उत्तर न देना बेहतर है।",
        "es": "No he podido respaldar una respuesta con nuestro centro de ayuda, así que prefiero "
        "no darla.",
        "ar": "لم أجد في مركز المساعدة ما يسند جوابًا، لذا أفضّل ألا أجيب.",
        "fr": "Rien dans notre centre d’aide ne me permet d’appuyer une réponse : je préfère ne "
        "pas en donner.",
        "bn": "আমাদের সহায়তা কেন্দ্র দিয়ে কোনো উত্তর প্রমাণ করতে পারিনি, তাই উত্তর না দেওয়াই ভালো।",
        "pt": "Não consegui apoiar uma resposta na nossa central de ajuda, por isso prefiro não a "
        "dar.",
        "ru": "Я не смог подтвердить ответ нашей справкой, поэтому лучше его не давать.",
        "ur": "میں ہمارے ہیلپ سینٹر سے کسی جواب کی تصدیق نہیں کر سکا، اس لیے جواب نہ دینا بہتر ہے۔",
        "de": "Ich konnte keine Antwort mit unserem Hilfebereich belegen und gebe deshalb lieber "
        "keine.",
        "ja": "ヘルプセンターの内容で裏付けられる回答がないため、お答えを控えます。",
        "id": "Saya tidak dapat mendukung jawaban dengan pusat bantuan kami, jadi saya memilih "
        "tidak menjawab.",
    },
    AbstainReason.KNOWLEDGE_CHANGED: {
        "en": "The article that may answer this has changed just now. If you ask again, I will "
        "look at the new version.",
        "zh": "可能回答此问题的文章刚刚有了改动。请再问一次，我会查看新版本。",
        "hi": "जिस लेख में इसका उत्तर हो सकता है, वह अभी-अभी बदला है। दोबारा पूछें तो मैं नया रूप देखूँगा।",
        "es": "El artículo que podría responder a esto acaba de cambiar. Si lo pregunta otra vez, "
        "miraré la nueva versión.",
        "ar": "تغيّرت للتو المقالة التي قد تجيب عن هذا. إن سألت مرة أخرى فسأنظر في النسخة الجديدة.",
        "fr": "L’article qui pourrait y répondre vient de changer. Si vous redemandez, je "
        "regarderai la nouvelle version.",
        "bn": "যে নিবন্ধে এর উত্তর থাকতে পারে তা এইমাত্র বদলেছে। আবার জিজ্ঞেস করলে নতুনটি দেখব।",
        "pt": "O artigo que pode responder a isto acabou de mudar. Se perguntar de novo, verei a "
        "nova versão.",
        "ru": "Статья, в которой может быть ответ, только что изменилась. Спросите ещё раз, и я "
        "посмотрю новую версию.",
        "ur": "جس مضمون میں اس کا جواب ہو سکتا ہے وہ ابھی بدلا ہے۔ دوبارہ پوچھیں تو میں نیا مضمون "
        "دیکھوں گا۔",
        "de": "Der Artikel, der das beantworten könnte, hat sich gerade geändert. Wenn Sie noch "
        "einmal fragen, sehe ich in der neuen Fassung nach.",
        "ja": "該当しそうな記事がたった今変更されました。"
        "もう一度お尋ねいただければ、新しい版を確認します。",
        "id": "Artikel yang mungkin menjawab ini baru saja berubah. Jika Anda bertanya lagi, saya "
        "akan melihat versi barunya.",
    },
    AbstainReason.CONTESTED_KNOWLEDGE: {
        "en": "Our articles do not agree on this, and I would rather not guess which of them is "
        "right.",
        "zh": "我们的文章对此说法不一，我不想猜测哪一篇是对的。",
        "hi": "इस पर हमारे लेख एकमत नहीं हैं, और मैं यह अनुमान नहीं लगाना चाहता कि कौन-सा सही है।",
        "es": "Nuestros artículos no coinciden en esto y prefiero no adivinar cuál es el correcto.",
        "ar": "مقالاتنا غير متفقة في هذا، وأفضّل ألا أخمّن أيّها الصحيح.",
        "fr": "Nos articles se contredisent sur ce point et je préfère ne pas deviner lequel a "
        "raison.",
        "bn": "এ বিষয়ে আমাদের নিবন্ধগুলো এক কথা বলে না, আর কোনটি ঠিক তা অনুমান করতে চাই না।",
        "pt": "Os nossos artigos não concordam nisto e prefiro não adivinhar qual está certo.",
        "ru": "Наши статьи расходятся в этом, и я не хочу гадать, какая из них верна.",
        "ur": "اس پر ہمارے مضامین متفق نہیں، اور میں اندازہ لگانا نہیں چاہتا کہ کون سا درست ہے۔",
        "de": "Unsere Artikel widersprechen sich hierzu, und ich möchte nicht raten, welcher "
        "stimmt.",
        "ja": "この点について記事の内容が一致していません。どれが正しいか推測するのは控えます。",
        "id": "Artikel kami tidak sejalan tentang ini, dan saya tidak ingin menebak mana yang "
        "benar.",
    },
    AbstainReason.NOT_UNDERSTOOD: {
        "en": "I could not make out a question in that. Could you put it in a few more words?",
        "zh": "我没能看出您的问题。能再多说几句吗？",
        "hi": "मैं इसमें प्रश्न नहीं समझ पाया। क्या आप इसे थोड़े और शब्दों में लिखेंगे?",
        "es": "No he podido distinguir una pregunta. ¿Podría decirlo con unas palabras más?",
        "ar": "لم أتبيّن سؤالًا في ذلك. هل يمكنك أن تقوله بكلمات أكثر؟",
        "fr": "Je n’y ai pas reconnu de question. Pourriez-vous le dire en quelques mots de plus ?",
        "bn": "এতে প্রশ্নটি ধরতে পারিনি। আরেকটু বিস্তারিত লিখবেন?",
        "pt": "Não consegui perceber a pergunta. Pode dizê-la com mais algumas palavras?",
        "ru": "Я не смог разобрать вопрос. Не могли бы вы написать чуть подробнее?",
        "ur": "میں اس میں سوال نہیں سمجھ سکا۔ کیا آپ اسے کچھ اور الفاظ میں لکھ سکتے ہیں؟",
        "de": "Ich konnte darin keine Frage erkennen. Könnten Sie es mit ein paar Worten mehr "
        "sagen?",
        "ja": "ご質問の内容を読み取れませんでした。もう少し詳しく書いていただけますか。",
        "id": "Saya tidak menangkap pertanyaannya. Bisakah Anda menuliskannya sedikit lebih "
        "lengkap?",
    },
}
DISAGREE: Words = {
    "en": "Our articles do not agree on this. Here is what each of them says; I would rather not "
    "guess which of them is right.",
    "zh": "我们的文章对此说法不一。以下是各篇的内容；我不想猜测哪一篇是对的。",
    "hi": "इस पर हमारे लेख एकमत नहीं हैं। हर लेख जो कहता है वह यह है; कौन-सा सही है, यह मैं "
    "अनुमान नहीं लगाना चाहता।",
    "es": "Nuestros artículos no coinciden en esto. Esto es lo que dice cada uno; prefiero no "
    "adivinar cuál es el correcto.",
    "ar": "مقالاتنا غير متفقة في هذا. إليك ما تقوله كل منها، وأفضّل ألا أخمّن أيّها الصحيح.",
    "fr": "Nos articles se contredisent sur ce point. Voici ce que dit chacun d’eux ; je préfère "
    "ne pas deviner lequel a raison.",
    "bn": "এ বিষয়ে আমাদের নিবন্ধগুলো এক কথা বলে না। প্রতিটি যা বলে তা এই; কোনটি ঠিক তা অনুমান করতে চাই না।",
    "pt": "Os nossos artigos não concordam nisto. Eis o que cada um diz; prefiro não adivinhar "
    "qual está certo.",
    "ru": "Наши статьи расходятся в этом. Вот что говорит каждая; я не хочу гадать, какая из них "
    "верна.",
    "ur": "اس پر ہمارے مضامین متفق نہیں۔ ہر ایک جو کہتا ہے وہ یہ ہے؛ میں اندازہ لگانا نہیں چاہتا "
    "کہ کون سا درست ہے۔",
    "de": "Unsere Artikel widersprechen sich hierzu. Hier steht, was jeder von ihnen sagt; "
    "welcher stimmt, möchte ich nicht raten.",
    "ja": "この点について記事の内容が一致していません。それぞれの記載は次のとおりです。"
    "どれが正しいか推測するのは控えます。",
    "id": "Artikel kami tidak sejalan tentang ini. Berikut isi masing-masing; saya tidak ingin "
    "menebak mana yang benar.",
}
OFFER: Words = {
    "en": "If you would like to talk to a person, just say so.",
    "zh": "如果您想与人工客服沟通，请直接告诉我。",
    "hi": "यदि आप किसी व्यक्ति से बात करना चाहें, तो बस कह दें।",
    "es": "Si quiere hablar con una persona, basta con que lo diga.",
    "ar": "إن كنت تود التحدث إلى شخص، فما عليك إلا أن تقول ذلك.",
    "fr": "Si vous souhaitez parler à une personne, dites-le simplement.",
    "bn": "কোনো মানুষের সঙ্গে কথা বলতে চাইলে শুধু বলুন।",
    "pt": "Se quiser falar com uma pessoa, basta dizer.",
    "ru": "Если хотите поговорить с человеком, просто скажите об этом.",
    "ur": "اگر آپ کسی انسان سے بات کرنا چاہیں تو بس کہہ دیں۔",
    "de": "Wenn Sie mit einem Menschen sprechen möchten, sagen Sie es einfach.",
    "ja": "担当者とお話しになりたい場合は、そうお伝えください。",
    "id": "Jika Anda ingin berbicara dengan seseorang, katakan saja.",
}
WORTH_READING: Words = {
    "en": "This may still be worth reading:",
    "zh": "以下内容也许仍值得一读：",
    "hi": "यह फिर भी पढ़ने योग्य हो सकता है:",
    "es": "Quizá le sirva leer esto:",
    "ar": "قد يفيدك مع ذلك أن تقرأ:",
    "fr": "Ceci peut tout de même valoir la peine d’être lu :",
    "bn": "এটি তবু পড়ে দেখতে পারেন:",
    "pt": "Talvez valha a pena ler:",
    "ru": "Возможно, вам всё же пригодится:",
    "ur": "یہ پھر بھی پڑھنے کے قابل ہو سکتا ہے:",
    "de": "Das könnte trotzdem lesenswert sein:",
    "ja": "以下の記事が参考になるかもしれません。",
    "id": "Ini mungkin tetap layak dibaca:",
}
WHICH: Words = {
    "en": "I found more than one thing that this could be about. Which do you mean?",
    "zh": "我找到了不止一个可能相关的主题。您指的是哪一个？",
    "hi": "मुझे एक से अधिक विषय मिले जिनके बारे में यह हो सकता है। आपका मतलब किससे है?",
    "es": "He encontrado más de una cosa a la que podría referirse. ¿A cuál se refiere?",
    "ar": "وجدت أكثر من أمر قد يكون هذا عنه. أيّها تقصد؟",
    "fr": "J’ai trouvé plusieurs sujets possibles. Duquel parlez-vous ?",
    "bn": "এটি একাধিক বিষয় নিয়ে হতে পারে। আপনি কোনটি বোঝাচ্ছেন?",
    "pt": "Encontrei mais de um assunto possível. A qual se refere?",
    "ru": "Я нашёл несколько тем, к которым это может относиться. Что вы имеете в виду?",
    "ur": "مجھے ایک سے زیادہ موضوع ملے جن کے بارے میں یہ ہو سکتا ہے۔ آپ کا مطلب کون سا ہے؟",
    "de": "Ich habe mehr als eine Sache gefunden, um die es gehen könnte. Welche meinen Sie?",
    "ja": "該当しそうな内容が複数見つかりました。どれのことでしょうか。",
    "id": "Saya menemukan lebih dari satu hal yang mungkin dimaksud. Yang mana maksud Anda?",
}
REPLY_WITH: Words = {
    "en": "Reply with a number, or say it in your own words.",
    "zh": "请回复编号，或用您自己的话说明。",
    "hi": "कोई संख्या लिखें, या अपने शब्दों में बताएँ।",
    "es": "Responda con un número o dígalo con sus palabras.",
    "ar": "أجب برقم، أو قلها بكلماتك.",
    "fr": "Répondez par un numéro, ou dites-le avec vos mots.",
    "bn": "একটি নম্বর লিখুন, অথবা নিজের কথায় বলুন।",
    "pt": "Responda com um número ou diga por palavras suas.",
    "ru": "Ответьте номером или напишите своими словами.",
    "ur": "کوئی نمبر لکھیں، یا اپنے الفاظ میں بتائیں۔",
    "de": "Antworten Sie mit einer Nummer, oder sagen Sie es mit Ihren Worten.",
    "ja": "番号でお答えいただくか、ご自身の言葉でお書きください。",
    "id": "Balas dengan nomor, atau katakan dengan kata-kata Anda sendiri.",
}
