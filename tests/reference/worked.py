"""Reads the two months that docs/model.md works out by hand, and does their arithmetic once more in fractions.

A line of the page is ``name = expression = value``, or ``name = number`` where nothing is worked out. An expression
holds numbers, names of earlier lines, ``+ - * / **``, ``min``, ``max`` and ``sqrt``. A name that begins with ``next_``
loses that in the following month.

After a change of an expression, ``python tests/reference/worked.py docs/model.md`` writes the values anew.
"""

from __future__ import annotations

import ast
import operator
import re
import sys
from decimal import Decimal, localcontext
from fractions import Fraction
from math import isqrt
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING = re.compile(r"^#+ (The base month|Month \d+)\b")
LINE = re.compile(r"^(\w+(?:\[[\w,]+\])?) = (.+?)(?: = (\S+))?$")
LONGEST = 21
"""A fraction with more letters is shown as a decimal number of 17 digits."""
ROOT = 10**60
"""Roots are worked out to one part of this."""
OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def chapters(page: str) -> dict[str, list[tuple[str, str, str | None]]]:
    """Lines of the base and of each month, as name, expression and value; without a value where there is none."""
    found = {}
    for line, chapter in _placed(page):
        if chapter and (match := LINE.match(line)):
            found.setdefault(chapter, []).append(match.groups())
    return found


def values(page: str) -> dict[str, dict[str, Fraction]]:
    """Every number of the page as it follows from its expression, exactly, by chapter and name."""
    known, result = {}, {}
    for heading, lines in chapters(page).items():
        base = result.get("The base month", {})
        known = {**base, **{name.removeprefix("next_"): value for name, value in known.items() if "next_" in name}}
        for name, expression, _ in lines:
            known[name] = evaluate(expression, known)
        result[heading] = {name: known[name] for name, _, _ in lines}
    return result


def evaluate(expression: str, known: dict[str, Fraction]) -> Fraction:
    """Work out an expression in fractions.

    >>> evaluate("1/2 + max(x[R,H], 0)**-2", {"x[R,H]": Fraction(3)})
    Fraction(11, 18)
    """
    return _value(ast.parse(expression, mode="eval").body, known)


def shown(value: Fraction) -> str:
    """Write a number as the page shows it: a fraction, or 17 digits where that would be long."""
    # some fractions have more digits than Python writes; a letter stands for less than four bits
    is_short = value.numerator.bit_length() + value.denominator.bit_length() <= 4 * LONGEST
    if is_short and len(str(value)) <= LONGEST:
        return str(value)
    with localcontext(prec=17):
        return str(Decimal(value.numerator) / Decimal(value.denominator))


def renewed(page: str) -> str:
    """The page with every value worked out anew."""
    found, lines = values(page), []
    for line, chapter in _placed(page):
        match = LINE.match(line) if chapter else None
        if match and match.group(3):
            name, expression, _ = match.groups()
            lines.append(f"{name} = {expression} = {shown(found[chapter][name])}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _placed(page: str) -> Iterator[tuple[str, str | None]]:
    """Every line of the page with its chapter; only lines of code blocks have one."""
    heading, is_code = None, False
    for line in page.splitlines():
        if line.startswith("```"):
            is_code = not is_code
        elif line.startswith("#"):
            match = HEADING.match(line)
            heading = match.group(1) if match else None
        yield line, heading if is_code else None


def _value(node: ast.expr, known: dict[str, Fraction]) -> Fraction:
    match node:
        case ast.BinOp(left, operation, right):
            first, second = _value(left, known), _value(right, known)
            exponent = isinstance(operation, ast.Pow)
            return Fraction(OPERATIONS[type(operation)](first, int(second) if exponent else second))
        case ast.UnaryOp(ast.USub(), operand):
            return -_value(operand, known)
        case ast.Constant(number):
            return Fraction(str(number))
        case ast.Call(ast.Name("sqrt"), [argument]):
            value = _value(argument, known)
            return Fraction(isqrt(value.numerator * ROOT**2 // value.denominator), ROOT)
        case ast.Call(ast.Name(function), arguments):
            return {"min": min, "max": max}[function](_value(argument, known) for argument in arguments)
        case _:
            return known[ast.unparse(node).replace(", ", ",")]


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(renewed(file.read_text(encoding="utf-8")), encoding="utf-8")
