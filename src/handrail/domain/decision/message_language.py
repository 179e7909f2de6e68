"""In which language is a message written, so that what is not answered is said in it?

The script decides where it can. Among Latin scripts, words that one language uses all the time and
the others do not are counted: two of them must be there, and more than there are English ones.
Where a message does not tell, it is answered in English.
"""

from collections.abc import Mapping

from handrail.domain.conversation.spelling import clauses_of
from handrail.domain.decision.courtesy_language import script_language

_ENOUGH = 2
_ENGLISH_WORDS = (
    "the a an is are was were do does did have has had i you my your we our it its this that "
    "these and or not but of to in on at for from with by how what when where which why who "
    "can could will would should if so be been there any some get me please"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
# Folded as `clauses_of` folds: without accents. Words that English also writes are left out.
_TELLING: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in (
        (
            "es",
            "el los las una unos del que como cuando donde cual quien por porque para con sin pero "
            "mi mis su sus nuestro yo usted ustedes es son esta estan fue ser estoy tengo tiene "
            "puedo puede pueden hacen quiero quisiera necesito hacer hay ya muy mas tambien nunca "
            "siempre este cuanto cuanta cuesta pedido factura cuenta envio dinero tarjeta correo "
            "contrasena cambiar devolver llegado llega gracias hola",
        ),
        (
            "fr",
            "le les une des du que qui quoi comment quand pourquoi quel quelle est sont etait je "
            "j tu vous nous il elle ils on mon ma mes votre vos notre ce cette ces pas ne n plus "
            "avec sans dans pour sur chez mais ou et ai avez puis peux peut veux voudrais dois "
            "faire fait jamais toujours commande facture compte colis remboursement livraison "
            "carte mot passe adresse changer recu combien bonjour merci jai cest quest",
        ),
        (
            "pt",
            "o os um uma do da dos das no na nos nas que como quando onde qual quem por porque "
            "para com sem mas meu minha meus minhas seu sua eu voce voces e sao esta estao foi ser "
            "estou tenho tem posso pode quero queria preciso fazer nao ja muito mais tambem nunca "
            "sempre este isso aos pela pelo faco fica fazem quanto custa pedido fatura conta envio "
            "entrega dinheiro cartao senha mudar trocar devolver chegou obrigado ola",
        ),
        (
            "de",
            "der das ein eine einen einem einer ich du sie wir ihr mein meine meinen meiner ihre "
            "euer ist sind wurde werden wird habe haben kann konnen konnte muss mochte will soll "
            "nicht kein keine und oder aber auch noch schon immer nie wie wann wo warum wieso "
            "welche welcher mit ohne fur von zu zum zur bei nach auf aus uber wenn dass "
            "es mir mich bitte bestellung rechnung konto lieferung paket geld karte passwort "
            "adresse andern zuruck hallo danke",
        ),
        (
            "id",
            "yang dan atau di ke dari untuk dengan tanpa ini itu saya aku anda kamu kami kita "
            "tidak bukan belum sudah akan bisa dapat mau ingin apa apakah bagaimana kapan di mana "
            "dimana kenapa mengapa berapa siapa adalah ada pesanan akun tagihan pengiriman uang "
            "kartu sandi alamat mengubah mengembalikan tolong terima kasih halo",
        ),
    )
}

_SIGNS: Mapping[str, str] = {"es": "ñáéíóú", "fr": "œçêèùûé", "pt": "ãõçêáéíóú", "de": "äöüß"}
"""What they write and English does not; each language's count for one word together."""


def message_language(text: str) -> str:
    """Return the language that a message is written in; English where nothing tells another."""
    if (written := script_language(text)) is not None:
        return written
    if "¿" in text:
        return "es"
    words = {word for clause in clauses_of(text) for word in clause}
    found = {
        language: len(words & telling) + any(sign in text for sign in _SIGNS.get(language, ""))
        for language, telling in _TELLING.items()
    }
    best = max(found, key=lambda language: found[language])
    is_told = found[best] >= _ENOUGH and found[best] > len(words & _ENGLISH)
    return best if is_told else "en"
