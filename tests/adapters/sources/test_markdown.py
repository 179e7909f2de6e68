from handrail.adapters.sources.documents import read_document
from tests.adapters.sources.documents import blocks, items, the_list


def test_headings_text_lists_tables_and_code_are_told_apart() -> None:
    text = (
        "# Plans\n\nChoose **one** of [these](plans.md).\n\n"
        "1. Open *Billing*.\n2. Select `Pro`.\n\n"
        "| Plan | Price |\n|---|---|\n| Pro | 9 |\n\n```sh\nrun  it\n```\n"
    )

    assert blocks("plans.md", text) == [
        ("heading", "Plans"),
        ("paragraph", "Choose one of these."),
        ("list", "1. Open Billing.\n2. Select Pro."),
        ("table", "Plan | Price\nPro | 9"),
        ("code", "run  it"),
    ]


def test_an_item_can_be_quoted_without_its_bullet_but_with_its_number() -> None:
    assert items(the_list("a.md", "- One\n  1. Two\n- Three\n")) == ["One", "1. Two", "Three"]


def test_a_header_row_is_no_item_of_its_table() -> None:
    (table,) = read_document("a.md", b"| A | B |\n|--|--|\n| 1 | 2 |\n").blocks

    assert items(table) == ["1 | 2"]


def test_steps_that_a_picture_divides_are_one_list() -> None:
    text = "1. Open it.\n\n![menu](menu.png)\n\n2. Close it.\n\n![](x.png)\n\n3. Done.\n"

    assert blocks("a.md", text) == [("list", "1. Open it.\n2. Close it.\n3. Done.")]


def test_markup_of_site_generators_leaves_only_its_words() -> None:
    text = """import Tabs from '@theme/Tabs';

{/* not shown */}

## Invoices {#bills}

:::note Good to know
Invoices come **monthly**.
:::

<Tabs values={[{label: 'a > b'}]}>
  <TabItem label="By card">
    Pay by card.
  </TabItem>
</Tabs>

<div class="browser"><img alt="x" src={useBaseUrl('img/x.png')} /></div>
"""

    read = read_document("a.mdx", text.encode())

    assert [(block.text, block.anchor) for block in read.blocks] == [
        ("Invoices", "bills"),
        ("Good to know", ""),
        ("Invoices come monthly.", ""),
        ("By card", ""),
        ("Pay by card.", ""),
    ]


def test_templates_are_taken_out_and_what_they_say_is_kept() -> None:
    text = (
        '{% include note.html content="Mind the gap." %}\n\n{{ site.data.x }}\n\n* TOC\n{:toc}\n\n'
        "{% for x in y %}\n| {{ x.a }} |\n{% endfor %}\n\n"
        "Use `{{ user.name }}` in mails.\n{: .warning}\n"
    )

    assert blocks("a.md", text) == [
        ("paragraph", "Mind the gap."),
        ("paragraph", "Use {{ user.name }} in mails."),
    ]


def test_notes_and_roles_of_myst_are_text() -> None:
    text = (
        "```{note}\n:class: x\nSee {ref}`the guide <guide>`.\n```\n\n```{include} other.md\n```\n"
    )

    assert blocks("a.md", text) == [("paragraph", "See the guide.")]


def test_html_in_markdown_is_read_as_what_it_shows() -> None:
    text = (
        "<details>\n<summary>Can I leave?</summary>\n\nYes, **any time**.\n\n</details>\n\n"
        "<table>\n<tr><th>Plan</th></tr>\n\n<tr><td>Pro</td></tr>\n</table>\n\n<script>x()</script>\n"
    )

    assert blocks("a.md", text) == [
        ("paragraph", "Can I leave?"),
        ("paragraph", "Yes, any time."),
        ("table", "Plan\nPro"),
    ]


def test_markup_inside_code_is_left_alone() -> None:
    text = (
        "Put `<script>` before `</script>` and `{{ x }}`.\n\n"
        "```\nimport a from 'b'\n<Tab>{% x %}\n```\n"
    )

    assert blocks("a.md", text) == [
        ("paragraph", "Put <script> before </script> and {{ x }}."),
        ("code", "import a from 'b'\n<Tab>{% x %}"),
    ]


def test_a_word_to_fill_in_is_no_tag() -> None:
    assert blocks("a.md", "Run login <username> now.\n") == [
        ("paragraph", "Run login <username> now.")
    ]


def test_a_table_of_contents_is_dropped_and_an_answer_made_of_links_is_kept() -> None:
    links = "- [One](#one)\n- [Two](#two)\n"
    text = f"# Backups\n\n{links}\n## What to keep?\n\n{links}"

    assert [said for _, said in blocks("a.md", text)] == [
        "Backups",
        "What to keep?",
        "- One\n- Two",
    ]


def test_pictures_speak_only_when_they_say_something() -> None:
    spoken = "The red button that ends a rental at once"
    text = f"![logo](a.png)\n\n![Screenshot 12.png](b.png)\n\n![{spoken}](c.png)\n"

    assert blocks("a.md", text) == [("paragraph", spoken)]


def test_addresses_of_links_go_and_bare_addresses_stay() -> None:
    text = "Write to <help@example.org> or see https://example.org/a and [here](https://example.org/b)."

    (said,) = blocks("a.md", text)

    assert said[1] == "Write to help@example.org or see https://example.org/a and here."


def test_a_table_without_header_has_only_rows() -> None:
    (table,) = read_document("a.md", b"| user | Your `name` |\n| key | Your key |\n").blocks

    assert items(table) == ["user | Your name", "key | Your key"]
