"""How people ask for a person in German, Indonesian, and languages typed with Latin letters."""

from handrail.domain.conversation.phrases import Language

_GERMAN = Language(
    code="de",
    words={
        "FILLER": "bitte, bite, hallo, jetzt, sofort, danke, hi, moin, guten tag, dringend, "
        "endlich, nein, "
        "ok, doch, mal, einfach",
        "WHO": "menschen, mensch, person, mitarbeiter, mitarbeiterin, mitarbeitern, berater, "
        "beraterin, "
        "agent, agenten, operator, ansprechpartner, ansprechpartnerin, vorgesetzten, vorgesetzter, "
        "manager, chef, teamleiter, kollegen, kollegin, kollege, sachbearbeiter, "
        "servicemitarbeiter, "
        "kundenberater, supportmitarbeiter, fachmann, echten menschen, personal",
        "ANY": "jemand, jemanden, jemandem, jmd, irgendwem, irgendjemand, irgendjemandem, wem",
        "DESK": "kundenservice, kundendienst, support, kundenbetreuung, service team, "
        "serviceteam, team, "
        "hotline, kundensupport",
        "BOT": "bot, bots, roboter, maschine, maschinen, ki, chatbot, computer, automat",
        "TALK": "sprechen, reden, schreiben, chatten, telefonieren, spreche, rede, kommunizieren, "
        "unterhalten, sprech, kontakt, verbunden, verbinden, gesprochen werden",
        "MOVE": "verbinden, verbinde, verbinded, leiten, leite, weiterleiten, geben, gib, holen, "
        "hol, "
        "schicken, stellen, verbindet, durchstellen",
        "WISH": "mochte, moechte, will, brauche, wunsche, verlange, hatte gern, hatte gerne, gib "
        "mir, "
        "wollen, benotige, brauchen, haben",
        "CALLME": "ruckruf, anrufen, zuruckrufen, kontaktieren, zuruckruft, anruft",
        "DET": "ein, eine, einen, einem, einer, nem, ner, nen, der, die, den, dem, echte, "
        "echten, echter, "
        "realen, richtigen, richtiger, menschlichen, menschlicher, anderen, ihren, ihrem, mit, an, "
        "wirklichen, lebenden, von, vom, zu, kompetenten",
        "STOP": "kunden, nutzer, freund, mein, meine, meinem, meinen, ihm, spieler",
    },
    phrases=(
        "mit ** WHO|ANY|DESK ** TALK",
        "TALK ?sie ?mich ?bitte ?gerne mit [DET] WHO|ANY|DESK",
        "TALK mich|uns ** WHO|ANY|DESK",
        "an * WHO|ANY|DESK wenden|weiterleiten|weitergeleitet|ubergeben",
        "MOVE sie|mir|mich|uns ?mir ?mich * WHO|DESK",
        "WISH [DET] WHO",
        "WISH ?bitte ?gerne jemanden|jemand ** TALK|hilft|helfen|haben",
        "keinen|kein|keine BOT",
        "nicht mit * BOT",
        "genug|schluss von|mit ** BOT",
        "ist|gibt da|hier|dort|es|denn ?da ?denn jemand|wer|einer|menschen|mensch|echte",
        "^ jemand da|hier $",
        "um|einen|ein|bitte|wunsche|mochte|brauche * ruckruf",
        "^ ruckruf $",
        "rufen|ruft|ruf sie|mich|ihr ?mich an|zuruck|bitte",
        "kann|konnte|soll|bitte mich|jemand|wer ** CALLME",
        "mit wem kann|soll|muss ich TALK",
        "^ [DET] WHO|DESK bitte|jetzt|sofort $",
        "^ echte|echter|echten|richtiger|richtige WHO $",
        "menschliche|personliche hilfe|unterstutzung|beratung",
    ),
    alone=("^ [DET|WHO|DESK] WHO|DESK [DET|WHO|DESK] $",),
    unless=(
        "habe|hatte|haben|wurde ** gesprochen|telefoniert|geschrieben|geredet",
        "wie|wann|wenn|ob|konnen|kann ** kunden|nutzer",
        "muss ich|man",
    ),
    misspelt=frozenset({"WHO"}),
    lookalikes="personen, personlich, menschheit, agentur, personalausweis, beraten, beratung, "
    "operation",
)

_INDONESIAN = Language(
    code="id",
    words={
        "FILLER": "tolong, mohon, dong, please, halo, hai, sekarang, pak, bu, kak, min, ya, aja, "
        "saja, "
        "segera, terima kasih, makasih, donk, deh, selamat pagi, selamat siang, permisi, nih",
        "WHO": "orang, manusia, agen, operator, petugas, cs, admin, manajer, manager, "
        "supervisor, staf, "
        "staff, karyawan, perwakilan, atasan, pegawai, customer service, orang asli, penanggung "
        "jawab, "
        "konsultan, pimpinan, bos, kepala, teknisi",
        "ANY": "seseorang, siapapun, siapa saja, orang lain",
        "HELPS": "ambil, mengambil, bantu, membantu, balas, membalas, menjawab, jawab, "
        "menghubungi, "
        "hubungi, menelepon, telepon, telpon, menelpon, menangani, tangani, lanjutkan",
        "DESK": "layanan pelanggan, tim support, tim dukungan, customer care, call center, tim "
        "anda",
        "BOT": "robot, bot, mesin, ai, chatbot, komputer",
        "TALK": "bicara, berbicara, ngobrol, ngomong, chat, chatting, berkomunikasi, telepon, "
        "kontak, "
        "terhubung, bicara langsung, bercakap, diskusi",
        "WITH": "dengan, sama, dgn, ke, kepada, pada",
        "WISH": "mau, ingin, minta, butuh, perlu, pengen, pingin, kasih, beri, panggilkan, "
        "carikan, "
        "panggil, panggilin, berikan, mohon, tolong panggil",
        "MOVE": "sambungkan, hubungkan, disambungkan, dihubungkan, alihkan, dialihkan, teruskan, "
        "pindahkan, disambungin, sambungin, hubungi",
        "DET": "saya, aku, seorang, asli, sungguhan, nyata, manusia, beneran, langsung, bantuan, "
        "ke, "
        "dengan, bapak, ibu, para, lain, live, chat",
        "STOP": "pelanggan, teman, penjual, tim, pengguna",
    },
    phrases=(
        "TALK ?langsung WITH * WHO|DESK",
        "MOVE ** WHO|DESK",
        "WISH [DET] WHO",
        "dengan siapa saya bisa|harus TALK",
        "berurusan|berhubungan|dilayani|dibantu|ditangani ?dengan ?sama ?oleh [DET] WHO",
        "komplain|lapor|mengadu|protes ke|kepada|sama [DET] WHO",
        "jangan|bukan ?pakai ?sama BOT",
        "minta|mau|butuh nomor|kontak WHO|DESK",
        "bisa|bisakah|boleh|mohon|tolong|minta * WHO|ANY ** HELPS saya|aku|alih|ini|chat|obrolan",
        "^ telepon|telpon|hubungi|hubungin|telponin|kontak saya|aku lewat|via|di|ke|nomor",
        "tidak|gak|nggak|ga|ngga|jangan|bukan * mau|ingin|bicara|pakai * BOT $",
        "tidak|gak|nggak|ga|ngga * TALK * BOT",
        "ada orang|manusia|admin|petugas|cs|yang ?di ?sini|disini|sana|online|jaga $",
        "ada|apakah orang|manusia * di|sini|disini",
        "^ telepon|telpon|hubungi saya|aku ?kembali $",
        "bisa|minta|mohon|tolong telepon|telpon|hubungi|ditelepon|dihubungi saya|aku|balik",
        "bantuan|bantu|layanan manusia|orang|petugas|langsung",
        "^ [DET] orang|manusia|admin asli|manusia|beneran",
    ),
    alone=("^ [DET|WHO|DESK] WHO|DESK [DET|WHO|DESK] $",),
    unless=(
        "bagaimana|gimana|apakah|cara|kalau|jika ** pelanggan|pengguna",
        "kemarin|tadi ** TALK",
        "cara|bagaimana ** saya|akun|tim orang",
    ),
    misspelt=frozenset({"WHO"}),
    lookalikes="manusiawi, manajemen, operasi, orangtua, barang",
)

_HINDUSTANI = Language(
    code="hi-Latn",
    words={
        "FILLER": "please, plz, pls, bhai, ji, yaar, abhi, jaldi, hello, hi, namaste, salam, "
        "kripya, "
        "meherbani, sir, madam, zara, bas, assalamualaikum, thank you, shukriya",
        "WHO": "senior, boss, incharge, customer care walon, customer care wale, customer service "
        "walon, asli insaan, asli banda, insaan, insan, agent, bande, banda, bandey, aadmi, admi, "
        "vyakti, numainde, "
        "numainday, "
        "numainda, manager, supervisor, operator, representative, human, person, real person, "
        "adhikari, executive, customer care, customer service, staff, shakhs, employee, afsar, "
        "team, support, karmchari, insano, helpline",
        "ANY": "kisi, koi",
        "TALK": "baat, bat, baath, baatcheet, rabta, raabta, contact, connect, jodo, jod, "
        "jodiye, milao, "
        "milwao, milaiye, milayein, milwa, guftagu, rabita, transfer",
        "DO": "karni, karna, karao, karwao, karwa, kara, karwaye, karwayen, karwaiye, karwado, "
        "kar, karo, "
        "karu, karun, karein, karaye, karaiye, karadijiye, karwani, krni, krna, kro, krao, krwao, "
        "karen, karne, karaen, do, dein, dijiye",
        "BOT": "bot, robot, machine, chatbot, ai, computer",
        "NEED": "chahiye, chaiye, chahie, chahta, chahti, dijiye, bulao, bulaiye, bulayein, bulado",
        "STOP": "customers, dost, grahak",
    },
    phrases=(
        "WHO ?log ?logon se * TALK ?DO",
        "WHO ?ke ?ko ?sath ?saath TALK DO",
        "ANY se TALK DO",
        "WHO se|ko|ke ?sath ?saath connect|transfer|milao|jodo|milwao",
        "WHO * NEED",
        "WHO ko bulao|bulaiye|bulayein|bula|bhejo|line",
        "ANY ko line|bulao|bulaiye|bhejo",
        "WHO se kaise|kese TALK",
        "WHO|ANY mujhe|mujhse|hume|humse * TALK|call|phone|fon kar|kare|karein|karo|karey",
        "call|phone karwao|karao|karwa|karwado|karwaiye ?do ?dijiye WHO|kisi|please",
        "mujhe|muje ** call|phone karwao|karao|karwa|karwado|karwaiye",
        "BOT se * TALK * nahi|nahin|nhi|mat",
        "BOT nahi|nahin|nhi * NEED",
        "BOT nahi|nahin|nhi WHO",
        "^ ?kya ?yahan koi ?real ?asli ?sach ?zinda ?WHO ?yahan hai ?kya ?yahan ?pe ?par $",
        "^ koi hai ?yahan ?kya $",
        "mujhe|muje|humein|hume call|phone|fon DO|kar|karo|karein|kijiye ?back",
        "wapas|call|phone back|call|phone karo|kijiye|karein|kariye",
    ),
    unless=(
        "baat|bat|rabta ki|hui|hua|kiya thi|tha",
        "kaise|kese !TALK",
        "ki|kal thi|tha|the",
    ),
)

_ARABIC_CHAT = Language(
    code="ar-Latn",
    words={
        "FILLER": "please, plz, min fadlak, law sama7t, lw sm7t, ya3ni, hi, hello, salam, "
        "marhaba, allah",
        "WHO": "shakhs, sha5s, insan, ensan, muwazzaf, mowazaf, mowazzaf, mowathaf, muwathaf, "
        "agent, "
        "modeer, mudir, khedmat el 3omala, khidmat al 3umala, 5edmet el 3omala, wakeel, mas2ol, "
        "mas2oul",
        "ANY": "7ad, had, hada, 7ada, ahad, a7ad, wa7ed, wahed",
        "TALK": "atakallam, attakallam, takallum, at takallum, akallem, akalem, a7ki, ahki, "
        "atkallem, "
        "atkalem, akallim, atkallim, kallem, at7adath, tawasol, etkalem, 7ki, ehki, tahadduth",
        "WISH": "urid, ureed, oreed, 3ayez, 3ayz, ayez, 3ayza, abi, abgha, abgh, badde, baddi, "
        "biddi, "
        "bidi, mumkin, momken, 3awez, awez, 3ayzah, a7taj, aryd, bde, bddi",
        "BOT": "robot, bot, chatbot, machine",
    },
    phrases=(
        "TALK ?ma3 ?ma3a ?maa ?ila ?le * WHO|ANY",
        "WISH * WHO",
        "WISH * TALK ** WHO|ANY",
        "fi|fe|fih 7ad|had|7ada|hada hena|hina|hon|hina|hona",
        "mish|mesh|msh|mo|ma|mu|la * WISH|abi|urid ** BOT",
    ),
)

_BENGALI_LATIN = Language(
    code="bn-Latn",
    words={
        "FILLER": "please, plz, bhai, dada, apu, hello, hi, doya kore, ekhon, ekhuni, salam",
        "WHO": "manush, manusher, manus, manuser, agent, agenter, protinidhi, protinidhir, "
        "manager, "
        "managerer, customer care, operator, operatorer, lok, loker, bekti, bektir, karmi, officer",
        "ANY": "karo, karor, keu, kew",
        "BOT": "bot, boter, robot, roboter, machine",
        "WITH": "sathe, shathe, sathey, songe, shonge, er sathe, er shathe, er songe",
        "TALK": "kotha, kotha bolte, katha, kothabolte, jogajog, connect",
    },
    phrases=(
        "WHO|ANY ?er WITH * TALK",
        "WHO ?er chai|lagbe|dorkar|din",
        "BOT ?er WITH * TALK * na",
        "^ keu|kew achen|ache|asen|ase ?ki ?ekhane $",
        "^ ?ekhane ?ki kono ?asol WHO ache|achen|ase ?ki ?ekhane $",
        "keu|kew|WHO ** amake|amk call|phone korun|koren|korte|korben",
        "amake|amk call|phone korun|koren|koro|din",
    ),
    unless=("WITH * TALK bolechi|bolechilam|bolsi|hoyeche|hoyechilo",),
)

OTHER_LATIN = (_GERMAN, _INDONESIAN, _HINDUSTANI, _ARABIC_CHAT, _BENGALI_LATIN)
