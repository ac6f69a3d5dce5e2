"""Finds text from people on its way to where Textual reads markup (spec/reliability.md, Input and output).

In Textual a name `[@click=app.refund(641,'all')]` runs an action. What reaches a widget as a plain string
must therefore be ours: a literal or a translation. Text from people goes through `Text(…)`, `Content(…)`,
`Content.from_markup("$name", name=…)` or `markup=False`.

Found are strings put together (f-string, `%`, `.format`) and text fields of the views given as they are,
directly, through a local name, a helper of the same file or a chain of string methods.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FIRST = (0,)
ALL = tuple(range(50))

CONTENT_POSITIONS = {
    **dict.fromkeys(("Static", "Label", "Button", "Link", "Markdown", "Checkbox", "RadioButton"), FIRST),
    **dict.fromkeys(("Option", "Selection", "Select", "Tree", "Tab", "TabPane"), FIRST),
    **dict.fromkeys(("Input", "Collapsible"), ()),  # by keyword only
    **dict.fromkeys(("OptionList", "SelectionList", "RadioSet", "TabbedContent", "Tabs"), ALL),
    **dict.fromkeys(("Hit", "DiscoveryHit", "SystemCommand"), ALL),
    **dict.fromkeys(("add_row", "add_columns", "add_options", "set_options"), ALL),
    **dict.fromkeys(("add_column", "add_option", "add_leaf", "set_label"), FIRST),
    **dict.fromkeys(("notify", "update", "from_markup", "from_text", "render_str"), FIRST),
    "update_cell": (2,),
    "update_cell_at": (1,),
    "replace_option_prompt": (1,),
    "replace_option_prompt_at_index": (1,),
}
CONTENT_KEYWORDS = frozenset(
    {"content", "label", "renderable", "prompt", "title", "placeholder", "text", "message", "options", "help"}
    | {"tooltip", "value", "border_title", "border_subtitle"}
)
CONTENT_ATTRIBUTES = frozenset(
    {"title", "sub_title", "border_title", "border_subtitle", "tooltip", "label", "placeholder", "prompt"}
)
VALUE_IS_DATA = frozenset({"Input", "Select", "Selection", "Checkbox", "RadioButton", "TextArea"})
TREE_NODES = frozenset({"root", "node", "tree"})
TRANSLATORS = frozenset({"_", "gettext", "ngettext", "pgettext"})
STRING_FUNCTIONS = TRANSLATORS | frozenset(
    {"str", "join", "strip", "lstrip", "rstrip", "lower", "upper", "casefold"}
    | {"capitalize", "title", "replace", "ljust", "rjust", "center", "list", "tuple", "sorted", "reversed"}
    | {"safe"}  # which drops escapes, not markup
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where text that may be a person's is read as markup."""

    line: int
    what: str


def text_fields(trees: Iterable[ast.Module]) -> frozenset[str]:
    """The names of the fields that hold text in the dataclasses of the views."""
    return frozenset(
        field.target.id
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for field in node.body
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and "str" in {name.id for name in ast.walk(field.annotation) if isinstance(name, ast.Name)}
    )


def findings(tree: ast.Module, fields: frozenset[str] = frozenset()) -> list[Finding]:
    """Where the file puts a string that may hold text from people into markup, by line."""
    reader = _Reader(fields)
    reader.learn(tree)
    found: list[Finding] = []
    for scope in _scopes(tree):
        reader.enter(scope)
        found += [
            Finding(culprit.lineno, f"{sink}: {ast.unparse(culprit)}")
            for sink, content in _contents(scope)
            for culprit in reader.culprits(content)
        ]
    return sorted(set(found), key=lambda finding: finding.line)


class _Reader:
    """Follows strings through the expressions of one file: which of them were put together."""

    def __init__(self, fields: frozenset[str]) -> None:
        self._fields = fields
        self._helpers: set[str] = set()
        self._names: set[str] = set()

    def learn(self, tree: ast.Module) -> None:
        """Remember the file's functions that return such a string."""
        for scope in _scopes(tree):
            self.enter(scope)
            if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef) and any(
                any(self.culprits(node.value))
                for node in _own_nodes(scope)
                if isinstance(node, ast.Return) and node.value
            ):
                self._helpers.add(scope.name)

    def enter(self, scope: ast.AST) -> None:
        """Remember the names that hold such a string in `scope`."""
        self._names = set()
        for node in _own_nodes(scope):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.NamedExpr(
                    target=ast.Name(id=name), value=value
                ):
                    self._note(name, value)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    self._note(name, value)
                case ast.AugAssign(target=ast.Name(id=name), value=value):
                    self._note(name, value)

    def _note(self, name: str, value: ast.expr) -> None:
        if any(self.culprits(value)):
            self._names.add(name)
        elif isinstance(value, ast.Call) and _last_name(value.func) in {"Text", "Content"}:
            self._names.discard(name)

    def culprits(self, expression: ast.expr) -> Iterator[ast.expr]:
        """The parts of `expression`, used as a string, that were put together or are a person's."""
        match expression:
            case ast.JoinedStr(values=values) if any(isinstance(part, ast.FormattedValue) for part in values):
                yield expression
            case ast.BinOp(op=ast.Mod()) | ast.Call(func=ast.Attribute(attr="format" | "format_map")):
                yield expression
            case ast.Name(id=name) if name in self._names:
                yield expression
            case ast.Attribute(value=owner, attr=name) if name in self._fields and not _is_self(owner):
                yield expression
            case ast.Call():
                yield from self._in_call(expression)
            case _:
                for part in _string_parts(expression):
                    yield from self.culprits(part)

    def _in_call(self, call: ast.Call) -> Iterator[ast.expr]:
        name = _last_name(call.func)
        if name in self._helpers:
            yield call
        elif name in STRING_FUNCTIONS:
            for part in [*call.args, *([call.func.value] if isinstance(call.func, ast.Attribute) else [])]:
                for culprit in self.culprits(part):
                    # a translated text is ours, whatever the field that holds its msgid is called
                    if name not in TRANSLATORS or not isinstance(culprit, ast.Attribute):
                        yield culprit


def _string_parts(expression: ast.expr) -> list[ast.expr]:
    """The operands that reach the result of `expression`."""
    match expression:
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.IfExp(body=body, orelse=other):
            return [body, other]
        case ast.BoolOp(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return parts
        case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part) | ast.SetComp(elt=part):
            return [part]
        case ast.Starred(value=part) | ast.NamedExpr(value=part):
            return [part]
    return []


def _contents(scope: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """What the scope gives to widgets as content, with the name of the way in."""
    for node in _own_nodes(scope):
        match node:
            case ast.Call():
                yield from _contents_of_call(node)
            case ast.Assign(targets=targets, value=value):
                names = [target.attr for target in targets if isinstance(target, ast.Attribute)]
                yield from ((name, value) for name in names if name in CONTENT_ATTRIBUTES)
            case ast.Return(value=ast.expr() as value) if getattr(scope, "name", "") == "render":
                yield "render", value


def _contents_of_call(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    name = _last_name(call.func)
    if any(
        keyword.arg == "markup" and isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        for keyword in call.keywords
    ):
        return
    positions = CONTENT_POSITIONS.get(name)
    if name == "add" and isinstance(call.func, ast.Attribute) and _last_name(call.func.value) in TREE_NODES:
        positions = FIRST
    yield from ((name, argument) for place, argument in enumerate(call.args) if place in (positions or ()))
    for keyword in call.keywords:
        if keyword.arg == "tooltip" or (positions is not None and _holds_content(name, keyword.arg)):
            yield f"{name}({keyword.arg}=)", keyword.value


def _holds_content(name: str, keyword: str | None) -> bool:
    return keyword in CONTENT_KEYWORDS and not (keyword == "value" and name in VALUE_IS_DATA)


def _scopes(tree: ast.Module) -> list[ast.AST]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [tree, *(node for node in ast.walk(tree) if isinstance(node, functions))]


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of `scope` in the order of the text, without those of the functions inside it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
            yield from _own_nodes(child)


def _last_name(expression: ast.expr) -> str:
    match expression:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case ast.Subscript(value=value):
            return _last_name(value)
    return ""


def _is_self(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Name) and expression.id == "self"
