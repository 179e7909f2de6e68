"""What is said when a person takes over, in the languages in which one may be asked for.

No time is promised: what may be said of how long it takes is measured, and otherwise left open.
"""

from collections.abc import Mapping

PASSED_ON: Mapping[str, str] = {
    "en": "I have passed this conversation to our team, with everything written so far. "
    "From here on, a person replies and not me.",
    "zh": "我已将这次对话连同以上全部内容转交给我们的团队。接下来由人工回复，而不是我。",
    "hi": "मैंने यह बातचीत, अब तक लिखी गई हर बात के साथ, हमारी टीम को सौंप दी है। अब से "
    "जवाब कोई व्यक्ति देगा, मैं नहीं।",
    "es": "He pasado esta conversación a nuestro equipo, con todo lo escrito hasta "
    "ahora. A partir de aquí responde una persona y no yo.",
    "ar": "لقد حوّلت هذه المحادثة إلى فريقنا مع كل ما كُتب حتى الآن. من الآن فصاعدًا "
    "يردّ شخص وليس أنا.",
    "fr": "J’ai transmis cette conversation à notre équipe, avec tout ce qui a été écrit "
    "jusqu’ici. À partir de maintenant, c’est une personne qui répond, et non moi.",
    "bn": "আমি এই কথোপকথনটি এ পর্যন্ত লেখা সবকিছুসহ আমাদের দলের কাছে হস্তান্তর করেছি। "
    "এখন থেকে আমি নই, একজন মানুষ উত্তর দেবেন।",
    "pt": "Passei esta conversa à nossa equipe, com tudo o que foi escrito até agora. A "
    "partir daqui, quem responde é uma pessoa, e não eu.",
    "ru": "Этот разговор со всем написанным выше передан нашей команде. Дальше отвечает "
    "человек, а не я.",
    "ur": "میں نے یہ گفتگو، اب تک لکھی گئی ہر بات کے ساتھ، ہماری ٹیم کے حوالے کر دی ہے۔ "
    "اب سے جواب کوئی انسان دے گا، میں نہیں۔",
    "de": "Ich habe dieses Gespräch mit allem bisher Geschriebenen an unser Team "
    "weitergegeben. Ab hier antwortet ein Mensch und nicht mehr ich.",
    "ja": "この会話を、これまでの内容とともに担当チームへ引き継ぎました。"
    "ここからは私ではなく、人が返信します。",
    "id": "Percakapan ini beserta semua yang sudah ditulis telah saya teruskan ke tim "
    "kami. Mulai sekarang yang membalas adalah manusia, bukan saya.",
}
NOT_KNOWN: Mapping[str, str] = {
    "en": "I cannot say how long that takes.",
    "zh": "我无法告知需要多长时间。",
    "hi": "इसमें कितना समय लगेगा, यह मैं नहीं बता सकता।",
    "es": "No puedo decir cuánto tardará.",
    "ar": "لا أستطيع تحديد المدة التي سيستغرقها ذلك.",
    "fr": "Je ne peux pas dire combien de temps cela prendra.",
    "bn": "কত সময় লাগবে তা আমি বলতে পারছি না।",
    "pt": "Não posso dizer quanto tempo isso leva.",
    "ru": "Сколько времени это займёт, сказать не могу.",
    "ur": "اس میں کتنا وقت لگے گا، یہ میں نہیں بتا سکتا۔",
    "de": "Wie lange das dauert, kann ich nicht sagen.",
    "ja": "所要時間はお答えできません。",
    "id": "Saya tidak bisa memastikan berapa lama.",
}
WITHIN: Mapping[str, str] = {
    "en": "Lately, nine in ten people at this hour had a first reply within {minutes} min.",
    "zh": "最近在这个时段，十人中有九人在{minutes}分钟内收到了首次回复。",
    "hi": "हाल में इस समय दस में से नौ लोगों को {minutes} मिनट के भीतर पहला जवाब मिला।",
    "es": "Últimamente, a esta hora, nueve de cada diez personas recibieron una primera "
    "respuesta en {minutes} min.",
    "ar": "مؤخرًا، تلقّى تسعة من كل عشرة أشخاص في هذا الوقت أول ردّ خلال {minutes} دقيقة.",
    "fr": "Ces derniers temps, à cette heure-ci, neuf personnes sur dix ont reçu une première "
    "réponse en {minutes} min.",
    "bn": "সম্প্রতি এই সময়ে দশ জনের মধ্যে নয় জন {minutes} মিনিটের মধ্যে প্রথম উত্তর পেয়েছেন।",
    "pt": "Ultimamente, neste horário, nove em cada dez pessoas receberam uma primeira resposta "
    "em {minutes} min.",
    "ru": "В последнее время в этот час девять человек из десяти получали первый ответ в течение "
    "{minutes} мин.",
    "ur": "حال ہی میں اس وقت دس میں سے نو لوگوں کو {minutes} منٹ کے اندر پہلا جواب ملا۔",
    "de": "Zuletzt haben um diese Zeit neun von zehn Menschen innerhalb von {minutes} min eine "
    "erste Antwort bekommen.",
    "ja": "最近のこの時間帯では、10人中9人が{minutes}分以内に最初の返信を受け取っています。",
    "id": "Belakangan ini, pada jam ini sembilan dari sepuluh orang mendapat balasan pertama "
    "dalam {minutes} menit.",
}
BACK: Mapping[str, str] = {
    "en": "Nobody of the team is here at the moment. They are back on {day} at {time} ({place}), "
    "and find your message then.",
    "zh": "目前团队无人在岗。他们将于{day} {time}（{place}）回来，届时会看到您的留言。",
    "hi": "इस समय टीम का कोई सदस्य उपलब्ध नहीं है। वे {day} को {time} बजे ({place}) लौटेंगे और "
    "तब आपका संदेश देखेंगे।",
    "es": "En este momento no hay nadie del equipo. Vuelven el {day} a las {time} ({place}) y "
    "encontrarán su mensaje entonces.",
    "ar": "لا يوجد أحد من الفريق هنا حاليًا. سيعودون يوم {day} الساعة {time} ({place}) وسيجدون "
    "رسالتك حينها.",
    "fr": "Personne de l’équipe n’est là pour le moment. Elle revient {day} à {time} ({place}) et "
    "trouvera alors votre message.",
    "bn": "এই মুহূর্তে দলের কেউ এখানে নেই। তাঁরা {day} {time} ({place}) সময়ে ফিরবেন এবং তখন "
    "আপনার বার্তা দেখবেন।",
    "pt": "No momento não há ninguém da equipe. Eles voltam {day}, às {time} ({place}), e "
    "encontrarão sua mensagem.",
    "ru": "Сейчас никого из команды нет. Сотрудники вернутся: {day}, {time} ({place}), и тогда "
    "увидят ваше сообщение.",
    "ur": "اس وقت ٹیم کا کوئی رکن موجود نہیں۔ وہ {day} کو {time} بجے ({place}) واپس آئیں گے اور "
    "تب آپ کا پیغام دیکھیں گے۔",
    "de": "Im Moment ist niemand vom Team da. Am {day} um {time} ({place}) ist wieder jemand da "
    "und findet dann Ihre Nachricht.",
    "ja": "現在、担当者は不在です。{day} {time}（{place}）に戻り、その際にメッセージを確認します。",
    "id": "Saat ini tidak ada anggota tim yang bertugas. Mereka kembali hari {day} pukul {time} "
    "({place}) dan akan menemukan pesan Anda.",
}
AWAY: Mapping[str, str] = {
    "en": "Nobody of the team is here at the moment, and I cannot say when they are back. Your "
    "message is kept for them.",
    "zh": "目前团队无人在岗，我无法告知他们何时回来。您的留言已为他们保留。",
    "hi": "इस समय टीम का कोई सदस्य उपलब्ध नहीं है, और वे कब लौटेंगे, यह मैं नहीं बता सकता। आपका "
    "संदेश उनके लिए रखा गया है।",
    "es": "En este momento no hay nadie del equipo y no puedo decir cuándo vuelven. Su mensaje "
    "queda guardado para ellos.",
    "ar": "لا يوجد أحد من الفريق هنا حاليًا، ولا أستطيع تحديد موعد عودتهم. رسالتك محفوظة لهم.",
    "fr": "Personne de l’équipe n’est là pour le moment, et je ne peux pas dire quand elle "
    "revient. Votre message lui est gardé.",
    "bn": "এই মুহূর্তে দলের কেউ এখানে নেই, এবং তাঁরা কখন ফিরবেন তা আমি বলতে পারছি না। আপনার "
    "বার্তা তাঁদের জন্য রাখা আছে।",
    "pt": "No momento não há ninguém da equipe, e não posso dizer quando voltam. Sua mensagem "
    "fica guardada para eles.",
    "ru": "Сейчас никого из команды нет, и когда сотрудники вернутся, сказать не могу. Ваше "
    "сообщение сохранено для них.",
    "ur": "اس وقت ٹیم کا کوئی رکن موجود نہیں، اور وہ کب واپس آئیں گے، یہ میں نہیں بتا سکتا۔ آپ کا "
    "پیغام ان کے لیے محفوظ ہے۔",
    "de": "Im Moment ist niemand vom Team da, und wann wieder jemand da ist, kann ich nicht "
    "sagen. Ihre Nachricht bleibt für das Team liegen.",
    "ja": "現在、担当者は不在で、いつ戻るかはお答えできません。メッセージは担当者のために"
    "保管されます。",
    "id": "Saat ini tidak ada anggota tim yang bertugas, dan saya tidak bisa memastikan kapan "
    "mereka kembali. Pesan Anda disimpan untuk mereka.",
}
DRAFTED: Mapping[str, str] = {
    "en": "An AI assistant helps them by drafting replies.",
    "zh": "人工智能助手会协助他们起草回复。",
    "hi": "एक एआई सहायक जवाब का मसौदा बनाकर उनकी मदद करता है।",
    "es": "Un asistente de IA les ayuda preparando borradores de respuesta.",
    "ar": "يساعدهم مساعد يعمل بالذكاء الاصطناعي بصياغة مسودات الردود.",
    "fr": "Un assistant IA les aide en préparant des brouillons de réponse.",
    "bn": "একটি এআই সহকারী উত্তরের খসড়া লিখে তাঁদের সাহায্য করে।",
    "pt": "Um assistente de IA ajuda preparando rascunhos de resposta.",
    "ru": "ИИ-помощник готовит для них черновики ответов.",
    "ur": "ایک اے آئی معاون جواب کا مسودہ بنا کر ان کی مدد کرتا ہے۔",
    "de": "Ein KI-Assistent hilft dabei und entwirft Antworten.",
    "ja": "AIアシスタントが返信の下書きを手伝います。",
    "id": "Asisten AI membantu mereka dengan menyusun konsep balasan.",
}
WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    "hi": ("सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "bn": ("সোমবার", "মঙ্গলবার", "বুধবার", "বৃহস্পতিবার", "শুক্রবার", "শনিবার", "রবিবার"),
    "pt": (
        "segunda-feira",
        "terça-feira",
        "quarta-feira",
        "quinta-feira",
        "sexta-feira",
        "sábado",
        "domingo",
    ),
    "ru": (
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
    ),
    "ur": ("پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ", "اتوار"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "ja": ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"),
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
}
