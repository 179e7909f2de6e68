"""What somebody in distress reads first. It points to those who help, and plays none of them."""

from collections.abc import Mapping

from handrail.domain.conversation.distress import Concern

CARE: Mapping[Concern, Mapping[str, str]] = {
    Concern.SELF_HARM: {
        "en": "I am very sorry that you feel like this. I am only an assistant, and you deserve "
        "a person now. If you might harm yourself, please call your local emergency number or a "
        "crisis line, or go to somebody you trust.",
        "zh": "听到您这样的感受，我非常难过。我只是一个助手，您现在需要有人陪伴。"
        "如果您可能伤害自己，请立即拨打当地的急救电话或心理危机热线，或找一位您信任的人。",
        "hi": "मुझे बहुत दुख है कि आप ऐसा महसूस कर रहे हैं। मैं केवल एक सहायक हूँ, और इस समय "
        "आपके साथ कोई व्यक्ति होना चाहिए। अगर आप खुद को नुकसान पहुँचा सकते हैं, तो कृपया अपने "
        "क्षेत्र के आपातकालीन नंबर या संकट हेल्पलाइन पर फोन करें, या किसी भरोसेमंद व्यक्ति के "
        "पास जाएँ।",
        "es": "Siento mucho que se sienta así. Yo solo soy un asistente, y usted merece que le "
        "atienda una persona. Si puede hacerse daño, llame al número de emergencias de su zona o "
        "a una línea de crisis, o acuda a alguien de confianza.",
        "ar": "يؤسفني جدًا أنك تشعر بهذا. أنا مجرد مساعد، وأنت تستحق أن يكون معك إنسان الآن. إذا "
        "كان من الممكن أن تؤذي نفسك، فاتصل من فضلك برقم الطوارئ في بلدك أو بخط دعم للأزمات، أو "
        "توجّه إلى شخص تثق به.",
        "fr": "Je suis vraiment désolé que vous vous sentiez ainsi. Je ne suis qu’un assistant, "
        "et vous méritez d’avoir quelqu’un à vos côtés. Si vous risquez de vous faire du mal, "
        "appelez le numéro d’urgence local ou une ligne d’écoute, ou allez voir quelqu’un de "
        "confiance.",
        "bn": "আপনার এমন লাগছে জেনে আমি খুব দুঃখিত। আমি কেবল একটি সহায়ক, আপনার পাশে এখন একজন "
        "মানুষ দরকার। আপনি নিজের ক্ষতি করতে পারেন মনে হলে, দয়া করে এলাকার জরুরি নম্বরে বা সংকট "
        "হেল্পলাইনে ফোন করুন, অথবা বিশ্বাসের কারও কাছে যান।",
        "pt": "Lamento muito que se sinta assim. Eu sou apenas um assistente, e você merece ter "
        "uma pessoa consigo agora. Se há risco de se magoar, ligue para o número de emergência "
        "da sua região ou para uma linha de apoio, ou procure alguém de confiança.",
        "ru": "Мне очень жаль, что вам так тяжело. Я всего лишь помощник, а рядом с вами сейчас "
        "должен быть человек. Если вы можете причинить себе вред, позвоните по местному номеру "
        "экстренной помощи или на телефон доверия либо обратитесь к тому, кому доверяете.",
        "ur": "مجھے بہت افسوس ہے کہ آپ ایسا محسوس کر رہے ہیں۔ میں صرف ایک معاون ہوں، اور اس وقت "
        "آپ کے ساتھ کوئی انسان ہونا چاہیے۔ اگر آپ خود کو نقصان پہنچا سکتے ہیں تو براہ کرم اپنے "
        "علاقے کے ہنگامی نمبر یا کرائسس ہیلپ لائن پر فون کریں، یا کسی قابلِ اعتماد شخص کے پاس "
        "جائیں۔",
        "de": "Es tut mir sehr leid, dass es Ihnen so geht. Ich bin nur ein Assistent, und Sie "
        "brauchen jetzt einen Menschen. Wenn Sie sich etwas antun könnten, rufen Sie bitte den "
        "Notruf an Ihrem Ort oder die Telefonseelsorge an, oder gehen Sie zu jemandem, dem Sie "
        "vertrauen.",
        "ja": "そのようなお気持ちでいらっしゃること、とても心配しております。"
        "私はアシスタントにすぎず、今は人の助けが必要です。ご自身を傷つけてしまいそうなときは、"
        "お住まいの地域の緊急通報番号や相談窓口に電話するか、"
        "信頼できる人のところへ行ってください。",
        "id": "Saya sangat prihatin Anda merasa seperti ini. Saya hanya asisten, dan Anda perlu "
        "ditemani manusia sekarang. Jika Anda mungkin menyakiti diri sendiri, hubungi nomor "
        "darurat setempat atau layanan krisis, atau temui orang yang Anda percaya.",
    },
    Concern.DANGER: {
        "en": "I am only an assistant and cannot send help. If anybody is in danger or hurt, "
        "please call your local emergency number now.",
        "zh": "我只是一个助手，无法派遣救援。如果有人处于危险或受伤，"
        "请立即拨打当地的急救或报警电话。",
        "hi": "मैं केवल एक सहायक हूँ और मदद नहीं भेज सकता। अगर कोई खतरे में है या घायल है, तो "
        "कृपया तुरंत अपने क्षेत्र के आपातकालीन नंबर पर फोन करें।",
        "es": "Yo solo soy un asistente y no puedo enviar ayuda. Si alguien está en peligro o "
        "herido, llame ahora al número de emergencias de su zona.",
        "ar": "أنا مجرد مساعد ولا أستطيع إرسال المساعدة. إذا كان أحد في خطر أو مصابًا، فاتصل من "
        "فضلك برقم الطوارئ في بلدك الآن.",
        "fr": "Je ne suis qu’un assistant et ne peux pas envoyer de secours. Si quelqu’un est en "
        "danger ou blessé, appelez tout de suite le numéro d’urgence local.",
        "bn": "আমি কেবল একটি সহায়ক, সাহায্য পাঠাতে পারি না। কেউ বিপদে বা আহত হলে দয়া করে এখনই "
        "এলাকার জরুরি নম্বরে ফোন করুন।",
        "pt": "Eu sou apenas um assistente e não posso enviar ajuda. Se alguém está em perigo ou "
        "ferido, ligue já para o número de emergência da sua região.",
        "ru": "Я всего лишь помощник и не могу прислать помощь. Если кто-то в опасности или "
        "ранен, сейчас же позвоните по местному номеру экстренной помощи.",
        "ur": "میں صرف ایک معاون ہوں اور مدد نہیں بھیج سکتا۔ اگر کوئی خطرے میں یا زخمی ہے تو "
        "براہ کرم ابھی اپنے علاقے کے ہنگامی نمبر پر فون کریں۔",
        "de": "Ich bin nur ein Assistent und kann keine Hilfe schicken. Wenn jemand in Gefahr "
        "oder verletzt ist, rufen Sie bitte jetzt den Notruf an Ihrem Ort an.",
        "ja": "私はアシスタントにすぎず、救助を手配することはできません。"
        "危険な状態の方やけが人がいる場合は、"
        "今すぐお住まいの地域の緊急通報番号に電話してください。",
        "id": "Saya hanya asisten dan tidak bisa mengirim bantuan. Jika ada yang dalam bahaya "
        "atau terluka, segera hubungi nomor darurat setempat.",
    },
    Concern.BEREAVEMENT: {
        "en": "I am very sorry for your loss. A person will see to this with you.",
        "zh": "请节哀，我为您失去亲人深感难过。这件事将由人工陪您处理。",
        "hi": "आपके अपने के जाने का मुझे बहुत दुख है। इसमें कोई व्यक्ति आपकी मदद करेगा।",
        "es": "Siento mucho su pérdida. Una persona se ocupará de esto con usted.",
        "ar": "أحرّ التعازي لفقدانك. سيتولى شخص هذا الأمر معك.",
        "fr": "Toutes mes condoléances. Une personne va s’en occuper avec vous.",
        "bn": "আপনার প্রিয়জনকে হারানোর জন্য আমি খুবই দুঃখিত। একজন মানুষ আপনার সঙ্গে এটি দেখবেন।",
        "pt": "Sinto muito pela sua perda. Uma pessoa vai tratar disto consigo.",
        "ru": "Примите мои соболезнования. Этим вместе с вами займётся человек.",
        "ur": "آپ کے نقصان پر مجھے بہت افسوس ہے۔ کوئی انسان اس میں آپ کا ساتھ دے گا۔",
        "de": "Mein herzliches Beileid. Ein Mensch kümmert sich mit Ihnen darum.",
        "ja": "心よりお悔やみ申し上げます。この件は人が一緒に対応いたします。",
        "id": "Saya turut berdukacita. Seseorang akan membantu Anda mengurusnya.",
    },
    Concern.THREAT: {
        "en": "I take what you wrote seriously, and a person has to see it.",
        "zh": "我会认真对待您所写的内容，必须由人来查看。",
        "hi": "आपने जो लिखा है उसे मैं गंभीरता से लेता हूँ, और इसे किसी व्यक्ति को देखना होगा।",
        "es": "Me tomo en serio lo que ha escrito, y tiene que verlo una persona.",
        "ar": "آخذ ما كتبته على محمل الجد، ويجب أن يراه شخص.",
        "fr": "Je prends au sérieux ce que vous avez écrit, et une personne doit le voir.",
        "bn": "আপনি যা লিখেছেন তা আমি গুরুত্ব দিয়ে নিচ্ছি, এবং একজন মানুষকে তা দেখতে হবে।",
        "pt": "Levo a sério o que escreveu, e uma pessoa tem de o ver.",
        "ru": "Я серьёзно отношусь к тому, что вы написали, и это должен увидеть человек.",
        "ur": "آپ نے جو لکھا ہے میں اسے سنجیدگی سے لیتا ہوں، اور اسے کسی انسان کو دیکھنا ہوگا۔",
        "de": "Ich nehme ernst, was Sie geschrieben haben, und ein Mensch muss es sehen.",
        "ja": "書かれた内容を重く受け止めます。人が確認いたします。",
        "id": "Saya menanggapi serius yang Anda tulis, dan seseorang harus melihatnya.",
    },
}
