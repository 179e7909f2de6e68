"""The short things an assistant says in the language it was spoken to. No times, no promises."""

from collections.abc import Mapping

GREETING: Mapping[str, str] = {
    "en": "Hello! What would you like to know?",
    "zh": "您好！请问有什么想了解的？",
    "hi": "नमस्ते! आप क्या जानना चाहते हैं?",
    "es": "¡Hola! ¿Qué le gustaría saber?",
    "ar": "مرحبًا! ما الذي تودّ معرفته؟",
    "fr": "Bonjour ! Que souhaitez-vous savoir ?",
    "bn": "নমস্কার! আপনি কী জানতে চান?",
    "pt": "Olá! O que você gostaria de saber?",
    "ru": "Здравствуйте! Что вы хотели бы узнать?",
    "ur": "السلام علیکم! آپ کیا جاننا چاہتے ہیں؟",
    "de": "Hallo! Was möchten Sie wissen?",
    "ja": "こんにちは！何についてお知りになりたいですか？",
    "id": "Halo! Apa yang ingin Anda ketahui?",
}
THANKS: Mapping[str, str] = {
    "en": "You’re welcome! If anything else comes up, just ask.",
    "zh": "不客气！如果还有其他问题，请随时提问。",
    "hi": "आपका स्वागत है! कुछ और पूछना हो तो बेझिझक पूछें।",
    "es": "¡De nada! Si surge algo más, pregunte sin problema.",
    "ar": "على الرحب والسعة! إذا كان لديك سؤال آخر فلا تتردد في طرحه.",
    "fr": "Avec plaisir ! Si vous avez une autre question, n’hésitez pas.",
    "bn": "আপনাকে স্বাগতম! আর কিছু জানার থাকলে জিজ্ঞাসা করুন।",
    "pt": "De nada! Se surgir mais alguma coisa, é só perguntar.",
    "ru": "Пожалуйста! Если появятся ещё вопросы, спрашивайте.",
    "ur": "خوش آمدید! اگر کچھ اور پوچھنا ہو تو ضرور پوچھیں۔",
    "de": "Gern geschehen! Wenn noch etwas ist, fragen Sie einfach.",
    "ja": "どういたしまして。ほかにもご質問があれば、お気軽にどうぞ。",
    "id": "Sama-sama! Kalau ada hal lain, silakan tanyakan.",
}
GOODBYE: Mapping[str, str] = {
    "en": "Goodbye, and all the best!",
    "zh": "再见，祝您一切顺利！",
    "hi": "अलविदा, आपका दिन शुभ हो!",
    "es": "¡Hasta luego, que le vaya bien!",
    "ar": "إلى اللقاء، مع أطيب التمنيات!",
    "fr": "Au revoir et bonne continuation !",
    "bn": "বিদায়, ভালো থাকবেন!",
    "pt": "Até logo, tudo de bom!",
    "ru": "До свидания, всего доброго!",
    "ur": "خدا حافظ، اپنا خیال رکھیں!",
    "de": "Auf Wiedersehen und alles Gute!",
    "ja": "それでは失礼いたします。",
    "id": "Sampai jumpa, semoga hari Anda menyenangkan!",
}
WHAT_ARE_YOU: Mapping[str, str] = {
    "en": "I am an AI assistant, not a person. I answer from our help centre and show "
    "where it says so. If you would rather talk to a person, just say so.",
    "zh": "我是人工智能助手，不是真人。我根据帮助中心的内容回答，并注明出处。"
    "如果您想与人工客服沟通，请告诉我。",
    "hi": "मैं एक एआई सहायक हूँ, इंसान नहीं। मैं हमारे सहायता केंद्र से जवाब देता हूँ और "
    "बताता हूँ कि वह कहाँ लिखा है। अगर आप किसी व्यक्ति से बात करना चाहें, तो बस "
    "कहें।",
    "es": "Soy un asistente de IA, no una persona. Respondo con lo que dice nuestro "
    "centro de ayuda y muestro dónde lo dice. Si prefiere hablar con una persona, "
    "solo dígalo.",
    "ar": "أنا مساعد يعمل بالذكاء الاصطناعي ولست إنسانًا. أجيب مما ورد في مركز المساعدة "
    "وأبيّن موضعه. إذا كنت تفضّل التحدث إلى شخص، فقط أخبرني.",
    "fr": "Je suis un assistant IA, pas une personne. Je réponds à partir de notre "
    "centre d’aide et j’indique la source. Si vous préférez parler à une personne, "
    "dites-le simplement.",
    "bn": "আমি একটি এআই সহকারী, মানুষ নই। আমি আমাদের সহায়তা কেন্দ্র থেকে উত্তর দিই এবং "
    "কোথায় লেখা আছে তা দেখাই। আপনি কোনো মানুষের সঙ্গে কথা বলতে চাইলে শুধু বলুন।",
    "pt": "Sou um assistente de IA, não uma pessoa. Respondo com base na nossa central "
    "de ajuda e mostro a fonte. Se preferir falar com uma pessoa, é só dizer.",
    "ru": "Я ИИ-помощник, а не человек. Я отвечаю по материалам нашей справки и "
    "показываю источник. Если хотите поговорить с человеком, просто скажите.",
    "ur": "میں ایک اے آئی معاون ہوں، انسان نہیں۔ میں ہمارے ہیلپ سینٹر سے جواب دیتا ہوں "
    "اور دکھاتا ہوں کہ وہ کہاں لکھا ہے۔ اگر آپ کسی انسان سے بات کرنا چاہیں تو بس "
    "کہیں۔",
    "de": "Ich bin ein KI-Assistent und kein Mensch. Ich antworte aus unserem "
    "Hilfebereich und zeige, wo es steht. Wenn Sie lieber mit einem Menschen "
    "sprechen möchten, sagen Sie es einfach.",
    "ja": "私はAIアシスタントで、人間ではありません。ヘルプセンターの内容をもとに、"
    "出典を示して回答します。人との会話をご希望の場合は、そうお伝えください。",
    "id": "Saya asisten AI, bukan manusia. Saya menjawab dari pusat bantuan kami dan "
    "menunjukkan sumbernya. Jika Anda ingin berbicara dengan manusia, katakan saja.",
}
COURTESIES: Mapping[str, Mapping[str, str]] = {
    "greeting": GREETING,
    "thanks": THANKS,
    "goodbye": GOODBYE,
    "what_are_you": WHAT_ARE_YOU,
}
