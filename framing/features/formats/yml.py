"""quanteda's dictionaries in YAML: categories, inside one another or not, each with a list of terms."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from framing.errors import FramingError
from framing.features.formats._build import Refused, Row, build, text_of
from framing.features.lexicon import Lexicon

SUFFIXES = (".yml", ".yaml")


def read(data: bytes, name: str) -> Lexicon:
    """Read the bytes of a file of that name.

    A category inside another gives a pole ``outer.inner``. Every term is read
    as it is written: *no*, *yes*, *on* and *2008* are words here.

    Raises
    ------
    FramingError
        It is not valid YAML, not categories with terms, or no row can be used.
    """
    text = text_of(data, name)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # An alias would let a small file unfold without end, and no dictionary needs one.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=loader)):
            raise FramingError(
                f"{name}: aliases are not read; quote a term that begins with *, write a list out"
            )
        # Composed, not constructed: the nodes know their lines, and no word turns into true or a number.
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        fault = " ".join(str(error).split())
        raise FramingError(f"{name}: not valid YAML ({fault}); mend the file") from None
    except RecursionError:
        raise FramingError(f"{name}: categories nested too deep; flatten the file") from None
    if not isinstance(root, yaml.MappingNode):
        raise FramingError(f"{name}: no categories; write 'category:' and under it '  - term' lines")
    return build(name, _terms(root, ()), "a dictionary in quanteda's form.")


def _terms(node: yaml.Node, path: tuple[str, ...]) -> Iterator[Row | Refused]:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield from _terms(value, (*path, str(key.value).strip()))
            else:
                yield Refused(key.start_mark.line + 1, "", "a category that is not a word")
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _terms(item, path)
    elif path:
        yield Row(line, node.value, node.value, ".".join(path))
