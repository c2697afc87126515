"""A sector: an industry and the commodity it makes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sector:
    """One industry and its commodity.

    ``cargo`` is the cargo class that carries it: a class id, ``own_terminal``
    (leaves by terminals of its own and pays no road or river freight) or
    ``none`` (a service, carried by nobody). ``is_carrier`` marks the one sector
    that sells freight by land and river. ``takes_price`` marks a commodity that is
    sold at the price of the world, whatever it costs to make. ``needs_inputs`` marks an
    industry that stops without its main stored inputs; fields and offices go on.
    """

    id: str
    name_id: str
    name_en: str
    kbli: str
    cargo: str
    holds_stock: bool
    local_only: bool
    is_resource: bool
    is_mobile: bool
    is_carrier: bool = False
    takes_price: bool = False
    needs_inputs: bool = True
