import pytest

from handrail.domain.decision.message_language import message_language

WRITTEN = {
    "es": (
        "¿Cuánto tarda en llegar mi pedido a Canarias?",
        "No me ha llegado la factura del mes pasado",
        "Quiero cambiar la dirección de envío",
        "¿Aceptan pagos en efectivo?",
        "Tengo un problema con el código de descuento",
        "¿Puedo devolver unos zapatos que ya he usado?",
        "se me rompió la pantalla y no sé qué hacer",
        "¿Hacen envíos a México?",
        "¿Dónde está la tienda de Madrid?",
        "Mi lámpara llegó rota",
    ),
    "fr": (
        "Combien de temps faut-il pour recevoir ma commande ?",
        "Je n'arrive pas à me connecter à mon compte",
        "Mon colis est arrivé cassé, que faire ?",
        "Est-ce que vous livrez en Corse ?",
        "Où est ma facture ?",
        "Peut-on payer en trois fois ?",
        "jai perdu mon mot de passe",
        "Livrez-vous le samedi ?",
    ),
    "pt": (
        "Quanto tempo demora a entrega no Porto?",
        "Não consigo entrar na minha conta",
        "Quero trocar o tamanho de uma camisa",
        "Vocês entregam aos sábados?",
        "O meu cartão foi recusado, porquê?",
        "Como faço para cancelar a assinatura?",
        "cadê meu pedido que não chegou ainda",
        "Posso pagar em prestações?",
        "Onde fica a loja de Lisboa?",
        "A lâmpada chegou partida, e agora?",
    ),
    "de": (
        "Wie lange dauert der Versand nach Österreich?",
        "Wo finde ich meine Rechnung?",
        "Kann ich mit PayPal bezahlen?",
        "mein paket ist beschädigt angekommen",
        "Ich habe mein Passwort vergessen",
        "Verkauft ihr auch Gutscheine?",
        "Gibt es eine Garantie auf die Lampe?",
        "Warum wurde das Geld doppelt abgebucht?",
    ),
    "id": (
        "Berapa lama pengiriman ke Surabaya?",
        "Saya tidak bisa masuk ke akun saya",
        "Bagaimana cara mengembalikan barang yang rusak?",
        "Apakah bisa bayar di tempat?",
        "pesanan saya belum sampai",
        "Di mana saya bisa melihat tagihan?",
        "Saya mau ganti alamat pengiriman",
        "Kapan uang saya dikembalikan?",
    ),
    "zh": ("我的订单什么时候到？",),
    "hi": ("मेरा ऑर्डर कब आएगा?",),
    "ar": ("متى يصل طلبي؟",),
    "bn": ("আমার অর্ডার কবে আসবে?",),
    "ru": ("Когда придёт мой заказ?",),
    "ur": ("میرا آرڈر کب آئے گا؟",),
    "ja": ("注文はいつ届きますか？",),
}


@pytest.mark.parametrize(
    ("language", "text"),
    [(language, text) for language, texts in WRITTEN.items() for text in texts],
)
def test_a_message_tells_its_language(language: str, text: str) -> None:
    assert message_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Do you deliver to Los Angeles and San Francisco?",
        "los angeles delivery time",
        "Is the El Niño del Mar lamp in stock?",
        "Can I pay with a carte bleue?",
        "How do I return a pair of Die Hard shoes?",
        "refund",
        "Wo",
        "xq7 9931",
        "is a sim ok na na na",
    ],
)
def test_a_message_that_does_not_tell_is_taken_for_english(text: str) -> None:
    assert message_language(text) == "en"
