"""What a revision is: a value that names one version of the whole specification.

Rules, prices and natives are looked up in it; two revisions live side by side in a process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, final

from spec.bytecode.code import Code
from spec.bytecode.instructions import OUTSIDE_PROFILE, Op
from spec.cbor import PVM_1 as CBOR_PVM_1
from spec.cbor import Profile
from spec.errors import Impossible, RevisionError
from spec.gas_table import TABLE, GasTable, Price
from spec.semantics.natives import BUILTIN_FUNCTIONS, NativeEntry, all_natives
from spec.semantics.prepare import RuleFunction
from spec.semantics.prices import Prices
from spec.semantics.registry import PASSED_OVER_REASONS, Charge, Rule, all_rules
from spec.semantics.values import FrozenSet, Namespace, Native, Slice, Value

ModuleMaker = Callable[[], Namespace]


@final
class Revision:
    """A version of the specification.

    Args:
        name: What cases and reports call it.
        gas: The prices.
        rules: The rule of each instruction.
        natives: The natives by key.
        modules: What may be imported: name -> maker of the namespace.
        cbor: The profile in which values are stored, sent and hashed.

    Raises:
        RevisionError: A rule has no price.
    """

    __slots__ = (
        "_constants", "_free", "_op_prices", "attribute_price", "build_class", "cbor", "gas",
        "modules", "name", "natives", "prices", "rules",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        gas: GasTable,
        rules: Mapping[Op, Rule],
        natives: Mapping[str, NativeEntry],
        modules: Mapping[str, ModuleMaker],
        cbor: Profile = CBOR_PVM_1,
    ) -> None:
        self.name = name
        self.cbor = cbor
        self.gas = gas
        self.rules = dict(rules)
        self.natives = dict(natives)
        self.modules = dict(modules)
        self.prices = Prices(gas)
        self._op_prices: dict[Op, Price] = {
            op: gas.price(op.name) for op in rules if op.name in gas
        }
        self.attribute_price = gas.price("LOAD_ATTR")
        self.build_class = Native("builtin.__build_class__", "__build_class__", None, False)
        self._constants = _builtin_names()
        missing = unpriced(self)
        if missing:
            raise RevisionError("rules without a price: " + ", ".join(missing))

    def changed(
        self,
        name: str,
        prices: Mapping[str, Price] | None = None,
        rules: Mapping[Op, RuleFunction] | None = None,
        natives: Mapping[str, Callable[..., Any]] | None = None,
        cbor: Profile | None = None,
    ) -> Revision:
        """A revision that differs in some prices, rules, natives or the profile of CBOR."""
        changed_rules = dict(self.rules)
        for op, function in (rules or {}).items():
            changed_rules[op] = self.rules[op].changed(function)
        changed_natives = dict(self.natives)
        for key, native in (natives or {}).items():
            changed_natives[key] = self.natives[key].changed(native)
        gas = self.gas.replace(prices) if prices else self.gas
        modules, profile = self.modules, cbor or self.cbor
        return Revision(name, gas, changed_rules, changed_natives, modules, profile)

    def bind(self, op: Op, code: Code, oparg: int) -> tuple[RuleFunction, object, int]:
        """(rule, operand, fixed price) of an instruction; of one without a rule, its refusal."""
        found = self.rules.get(op)
        if found is None:
            return outside_profile, OUTSIDE_PROFILE.get(op, "no rule"), 0
        operand = oparg if found.prepare is None else found.prepare(self.prices, code, oparg)
        price = 0
        if found.charge is Charge.FIXED:
            price = self._op_prices[op].base
        elif found.charge is Charge.COUNTED:
            price = self._op_prices[op].cost(oparg)
        return found.function, operand, price

    def has_rule(self, op: Op) -> bool:
        """Whether code with this instruction can run: it has a rule, or is passed over."""
        return op in self.rules or op in PASSED_OVER_REASONS

    def constant_items(self, value: Value) -> Sequence[Value] | None:
        """The items of a constant that is a frozenset or a slice; None for any other value."""
        if isinstance(value, FrozenSet):
            return value.keys()
        if isinstance(value, Slice):
            return (value.start, value.stop, value.step)
        return None

    def op_price(self, op: Op) -> Price:
        """The price of an instruction that has one entry."""
        return self._op_prices[op]

    def native_cost(self, key: str, size: int) -> int:
        """The price of a native for one size, the others being 0; raises PriceError."""
        price = self.gas.price(key)
        if price.fixed:
            return price.base
        return price.cost(*([size] + [0] * (len(price.sizes) - 1)))

    def builtins(self) -> Namespace:
        """A fresh namespace of the profile's builtins."""
        return dict(self._constants)

    def common_constant(self, name: str) -> Value:
        """A builtin by name, whatever the program has made of that name."""
        return self._constants[name]

    @property
    def identity(self) -> str:
        """A hash over the name, the prices and what rules and natives are called."""
        digest = hashlib.sha256()
        digest.update(f"{self.name}\n{self.gas.identity}\n".encode())
        for op in sorted(self.rules):
            digest.update(f"{op.name} {called(self.rules[op].function)}\n".encode())
        for key in sorted(self.natives):
            digest.update(f"{key} {called(self.natives[key].function)}\n".encode())
        return digest.hexdigest()


def called(function: object) -> str:
    """Module and name of a function; a nested one of the compiled form has those of its class."""
    named = function if hasattr(function, "__qualname__") else type(function)
    return f"{named.__module__}.{getattr(named, '__qualname__', '')}"


def outside_profile(machine: object, frame: object, operand: object) -> None:
    """Stands where an instruction outside the profile stood: validated code has none."""
    raise Impossible(f"an instruction outside the profile was executed: {operand}")


def unpriced(revision: Revision) -> list[str]:
    """Rules whose entries the gas table lacks."""
    keys = set(revision.gas.keys())
    families = {key.partition("[")[0].partition(".")[0] for key in keys}
    missing = []
    for op, found in revision.rules.items():
        has_entry = op.name in keys
        if found.charge is Charge.KINDS:
            has_entry = op.name in families
        if not has_entry:
            missing.append(op.name)
    return missing


def _builtin_names() -> Namespace:
    from spec import objects

    objects.load()
    names: Namespace = dict(BUILTIN_FUNCTIONS)
    names.update(objects.builtin_names())
    return names


def _pvm_1() -> Revision:
    from spec import objects

    return Revision("pvm-1", TABLE, all_rules(), all_natives(), objects.modules())


PVM_1: Final = _pvm_1()
"""The first revision."""
