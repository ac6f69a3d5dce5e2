"""Text from people never reaches a widget as markup, and the test that says so finds what it should."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.people import findings, text_fields
from tests.architecture.tree import name_of, python_files, tree_of

FIELDS = text_fields(tree_of(path) for path in python_files("boxoffice_tui/views"))


def test_only_our_own_text_is_read_as_markup() -> None:
    files = python_files("boxoffice_tui/screens", "boxoffice_tui/widgets", "boxoffice_tui/app.py")
    assert len(files) > 100
    found = [
        f"{name_of(path)}:{one.line} {one.what}" for path in files for one in findings(tree_of(path), FIELDS)
    ]
    assert not found, "\n".join(["show it by Text(…), Content(…) or markup=False:", *found])


@pytest.mark.parametrize(
    "planted",
    [
        'Static(f"{name}")',
        'Label("Order %s" % number)',
        'Label(_("Order {number}").format(number=number))',
        'Button(_(f"Sell to {name}"))',
        'Button(label=f"{name}")',
        'Option(f"{name}", id="1")',
        'OptionList("all", f"{name}")',
        "OptionList(*[f'{name}' for name in names])",
        "Select([(f'{name}', 1) for name in names])",
        "Select(options=[('all', 0), ('%s' % name, 1)])",
        'table.add_row("1", f"{name}")',
        'table.add_column(f"{name}", key="a")',
        "table.update_cell(row, column, f'{name}')",
        'table.add_row(*(f"{name}" for name in names))',
        'Tree(f"{name}")',
        'tree.root.add(f"{name}")',
        'node.add_leaf("a" + f"{name}")',
        'self.notify(f"{name} saved")',
        'self.notify("saved", title=f"{name}")',
        'self.app.notify(message="{}".format(name))',
        'self.query_one("#total", Static).update(f"{total}")',
        'self.title = f"{name}"',
        'self.sub_title = "%s" % name',
        'panel.border_title = f"{name}"',
        'panel.border_subtitle = "one" if short else f"{name}"',
        'button.tooltip = "{}".format(name)',
        'Input(placeholder=f"{name}")',
        'Static("x", tooltip=f"{name}")',
        'Content.from_markup(f"[b]{name}[/b]")',
        'Text.from_markup("[b]%s[/b]" % name)',
        'Static(" ".join([f"{name}", "b"]).strip())',
        'Static(safe(f"{name}"))',
        "Static(str(order.buyer))",
        "Static(order.buyer)",
        'table.add_row("1", order.buyer or "–")',
        'def show(self):\n    line = f"{name}"\n    self.notify(line)',
        'def show(self):\n    line = "Sold: "\n    line += f"{name}"\n    Static(line)',
        'def line(name):\n    return f"{name}"\ndef show(self):\n    Static(self.line(name))',
        "def show(self, order):\n    name = order.buyer\n    Label(name)",
        'class Badge(Widget):\n    def render(self):\n        return f"{self.name}"',
    ],
)
def test_a_planted_fault_is_found(planted: str) -> None:
    assert findings(ast.parse(planted), FIELDS) != []


@pytest.mark.parametrize(
    "honest",
    [
        'Static("Orders")',
        'Static(_("Orders"))',
        'Label(Text(f"{name}"))',
        'Label(Content(_("Order {number}").format(number=number)))',
        'Static(f"{name}", markup=False)',
        'self.notify(_("{name} saved").format(name=name), markup=False)',
        'Content.from_markup("[b]$name[/b]", name=name)',
        'Button(_(command.label), id=f"command-{command.id}")',
        "table.add_row(*[Text(cell) for cell in cells], key=f'order-{order_id}')",
        "Select([(Text(name), code) for code, name in names])",
        'Input(f"{amount}", value=f"{amount}", placeholder=_("Name"))',
        'names.add(f"{name}")',
        "facts.update({'name': f'{name}'})",
        "Static(Text(order.buyer))",
        "Static(self.text)",
        'Static("─" * width)',
        'log.info("sold %s" % number)',
        "def show(self):\n    line = Text(f'{name}')\n    Static(line)",
        "def show(self):\n    line = f'{name}'\n    Static(Text(line))",
        "def show(self):\n    line = f'{name}'\n    line = Text(line)\n    Static(line)",
    ],
)
def test_honest_code_passes(honest: str) -> None:
    assert findings(ast.parse(honest), FIELDS) == []


def test_the_text_fields_of_the_views_are_known() -> None:
    assert {"buyer", "email", "event", "reference", "text"} <= FIELDS
    assert not {"order_id", "balance", "version", "bought_at"} & FIELDS
