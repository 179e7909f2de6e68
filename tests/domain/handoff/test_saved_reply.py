from handrail.domain.handoff.saved_reply import SavedReply, filled, has_gap, offered

HELLO = SavedReply(name="Hello", text="Hello {customer}, this is {agent}.", topic="greeting")
HALLO = SavedReply(name="Hallo", text="Guten Tag", topic="greeting", locale="de")
INVOICE = SavedReply(name="Invoice", text="Here it is.", topic="billing", locale="en-GB")


def test_replies_in_the_customers_language_and_in_none_are_offered() -> None:
    assert offered([HELLO, HALLO, INVOICE], "de-AT", "support") == (HELLO, HALLO)
    assert offered([HELLO, HALLO, INVOICE], "fr", "support") == (HELLO,)


def test_those_of_the_queue_come_first() -> None:
    assert offered([HELLO, INVOICE], "en", "billing") == (INVOICE, HELLO)
    assert offered([INVOICE, HELLO], "en", "greeting") == (HELLO, INVOICE)


def test_the_agents_name_is_filled_in_and_the_customers_is_left_to_write() -> None:
    text = filled(HELLO, "Kim")

    assert text == "Hello {customer}, this is Kim."
    assert has_gap(text)
    assert not has_gap("Hello Mara, this is Kim.")
