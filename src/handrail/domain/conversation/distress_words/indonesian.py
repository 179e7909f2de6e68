"""How people show that they are in distress, in Indonesian."""

from handrail.domain.conversation.phrases import Group, Language

INDONESIAN = Language(
    code="id",
    words={
        "NOT": "tidak, gak, nggak, ga, ngga, enggak, tak, bukan, ndak, tdk, gk",
        "I": "saya, aku, gue, gw, kami",
        "SO": "sangat, sekali, banget, sudah, udah, benar benar, lagi, merasa, begitu, jadi, "
        "sedang",
        "FAMILY": "ayah, ibu, suami, istri, anak, kakak, adik, bapak, mama, papa, nenek, kakek, "
        "bayi, "
        "orang tua, pacar",
        "CHILD": "anak, anak anak, keluarga, bayi",
        "MONEY": "uang, tabungan, rekening, gaji, saldo, duit",
        "THIEF": "penipu, maling, pencuri, pembohong, bajingan, bodoh, goblok, tolol, bangsat, "
        "rampok",
        "YOU": "kalian, kamu, anda, dia, mereka, lo, lu",
    },
    groups={
        "self_harm": Group(
            (
                "NOT ?mau ?ingin ?sanggup ?kuat mau|ingin|sanggup|kuat ?lagi hidup",
                "bunuh diri",
                "mengakhiri|akhiri ?hidup ?hidupku hidup|hidupku|semuanya|nyawa",
                "ingin|mau|pengen|lebih ?baik ?rasanya mati",
                "menyakiti diri",
                "hidup ?ini ?ku NOT ?ada berarti|arti|guna",
            ),
            unless=("lapor|melaporkan|konten|film|buku|game",),
        ),
        "threat": Group(
            (
                "I|akan|bakal ** bunuh|membunuh|bakar|membakar|tembak|bacok|hajar|pukul ** "
                "YOU|kantor|semua",
                "bom di|ke",
                "tahu|tau ?di dimana|mana|rumah YOU|kamu",
                "bawa|membawa pisau|pistol|senjata|parang",
            ),
            unless=("game|pemain|karakter|musuh",),
        ),
        "danger": Group(
            (
                "terbakar|meledak|kebakaran ** CHILD|kasur|rumah|tangan|wajah",
                "bau gas",
                "NOT bisa|dapat bernapas|napas|nafas",
                "reaksi alergi",
                "di rumah sakit|igd",
                "suami|mantan|pacar|ayah ?akan ?mau memukul|pukul|membunuh|mengancam I",
                "I NOT aman",
                "dalam bahaya",
            ),
        ),
        "pursued": Group(
            (
                "menguntit|mengikuti|membuntuti|melacak|meneror|mengintai I",
                "mantan|orang ** tahu|tau|menemukan ** rumah|alamat|lokasi",
            ),
        ),
        "fear": Group(("I|dan|sangat [SO] takut [SO] $", "ketakutan", "I gemetar|gemetaran")),
        "loss": Group(
            (
                "MONEY ** dicuri|hilang|raib|diambil|dikuras|lenyap|habis",
                "ditipu|tertipu|dirampok|dihack|dibobol",
                "menguras|mencuri|mengambil ** MONEY",
            ),
            unless=("kartu",),
        ),
        "hardship": Group(
            (
                "CHILD ?saya ?ku NOT ?bisa makan",
                "CHILD ** kelaparan",
                "NOT ?ada ?bisa ?punya ?uang ?untuk ?lagi makan",
                "NOT bisa|sanggup|mampu bayar|membayar sewa|kontrakan|kos|cicilan "
                "!dengan|pakai|lewat|via",
                "diusir|digusur",
                "kehilangan rumah",
            ),
        ),
        "panic": Group(
            (
                "^ tolong ?saya ?aku ?kami ?bantu $",
                "tolong|mohon tolong|sekali|bantu ?saya $",
                "I [SO] panik|gemetar|putus asa|menangis|nangis",
                "ya tuhan|allah",
                "NOT tahu|tau harus",
            ),
        ),
        "bereaved": Group(
            (
                "FAMILY ?saya ?aku ?kami ?kandung ?baru ?saja ?sudah ?telah "
                "meninggal|wafat|berpulang|tiada",
                "almarhum|almarhumah FAMILY|suami|istri",
                "kehilangan FAMILY",
                "pemakaman FAMILY",
            ),
            unless=("apa yang terjadi|jika|kalau|bila|pemiliknya",),
        ),
        "despair": Group(
            (
                "I [SO] NOT kuat|sanggup|tahan [SO]",
                "I [SO] putus asa",
                "putus asa",
                "menangis|nangis ** seharian|hari|malam|terus",
                "hidup saya|ku hancur|berantakan",
                "NOT punya harapan",
            ),
            unless=("hidup",),
        ),
        "anger": Group(
            (
                "bangsat|anjing|bajingan|goblok|brengsek|tolol|kampret|tai",
                "YOU ?semua ?ini ?memang ?semuanya THIEF",
                "^ ?dasar THIEF $",
                "I [SO] marah [SO]",
                "marah sekali|banget",
                "kesal|muak|jijik banget|sekali|dengan",
                "pelayanan|layanan|perusahaan|aplikasi sampah|terburuk|busuk|bobrok",
                "menuntut|tuntut|laporkan YOU",
            ),
            unless=("anjing saya|peliharaan|makanan",),
        ),
    },
)
