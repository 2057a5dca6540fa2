"""Containers: one form for each code object, read by another CBOR library, refused by name."""

from contextlib import suppress
from pathlib import Path

import cbor2
import pytest
from typer.testing import CliRunner

from diff.code_file import CodeFileError
from diff.guest import code_from_guest
from pvm.main import app, load_commands
from reference_vm.compiling import compile_module
from spec.bytecode.assembler import empty_line_table
from spec.bytecode.code import Code, number_codes
from spec.language.container import (
    FIELDS,
    MAX_CONTAINER_BYTES,
    REASONS,
    ContainerError,
    decode,
    encode,
    identity,
)

from .programs import PROGRAMS

CONSTANTS = """
def f(x):
    def g(y=(1, ..., (b"z", None))):
        return x[1:2], y, "\\ud800", 1e999, -0.0
    class C:
        def h(self): return lambda: self
    if x in {1, 2.5, "x", (1, "a"), 1, 1.0}: return 123456789012345678901234567890
    return g
"""


def without_lines(code: Code) -> object:
    fields = code_from_guest(code)
    waiting = [fields]
    while waiting:
        each = waiting.pop()
        del each["linetable"]
        waiting += [form[1] for form in each["consts"] if form[0] == "code"]
    return fields


@pytest.mark.parametrize("source", [CONSTANTS, *PROGRAMS.values()])
def test_what_is_encoded_comes_back(source: str) -> None:
    code = compile_module(source.encode())

    data = encode(code)

    assert without_lines(decode(data)) == without_lines(code)
    assert encode(decode(data)) == data


def test_another_library_reads_the_fields() -> None:
    code = compile_module(CONSTANTS.encode())
    rows = cbor2.loads(encode(code))

    assert rows[0] == "pvm-code-1"
    for row, each in zip(rows[1:], number_codes(code), strict=True):
        named = dict(zip(FIELDS, row, strict=True))
        assert named["code"] == each.code
        assert named["exceptiontable"] == each.exceptiontable
        assert (named["name"], named["qualname"]) == (each.name, each.qualname)
        assert named["names"] == list(each.names)
        assert named["firstlineno"] == each.firstlineno
    assert [6, 1] in rows[1][-1]
    constants = rows[2][-1]
    assert [0, [0, 1, [3], [0, b"z", None]]] in constants
    assert [1, 1, [4, bytes.fromhex("4004000000000000")], "x", [0, 1, "a"]] in constants
    assert 123456789012345678901234567890 in constants
    inner = next(row for row in rows[2:] if row[FIELDS.index("name")] == "g")[-1]
    assert [5, b"\xed\xa0\x80"] in inner
    assert [4, bytes.fromhex("7ff0000000000000")] in inner
    assert [2, 1, 2, None] in inner


def test_comments_and_columns_are_no_part_of_the_identity() -> None:
    one = encode(compile_module(b"def f(x):\n    return x+1\n"))
    other = encode(compile_module(b"def f( x ):\n    return  x + 1  # one more\n"))
    third = encode(compile_module(b"def f(x):\n    return x+2\n"))

    assert identity(one) == identity(other) != identity(third)


def _container(**changes: object) -> bytes:
    rows = cbor2.loads(encode(compile_module(b"x = 1000\n")))
    for name, value in changes.items():
        rows[1][FIELDS.index(name)] = value
    return cbor2.dumps(rows)


MALFORMED = {
    "cbor": [b"", b"\x00\x00", b"\x9f\xff", encode(compile_module(b""))[:-1]],
    "format": [b"\x80", b"\x00", cbor2.dumps(["pvm-code-2", []])],
    "size": [bytes(MAX_CONTAINER_BYTES + 1)],
    "codes": [cbor2.dumps(["pvm-code-1"])],
    "field": [
        _container(argcount=-1),
        _container(flags=True),
        _container(code="text"),
        _container(name=b"bytes"),
        _container(names=[1]),
        _container(consts=1),
        cbor2.dumps(["pvm-code-1", [1]]),
        cbor2.dumps(["pvm-code-1", 1]),
    ],
    "constant": [
        _container(consts=[value])
        for value in (
            [],
            [7],
            [True],
            [3, 1],
            [4, b"1234567"],
            [4, 1.5],
            [5, b"\xff"],
            [2, 1, 2],
            [1, [2, 1, 2, 3]],
            [0, [6, 1]],
        )
    ],
    "order": [_container(consts=[[6, 0]]), _container(consts=[[6, 1]])],
    "not-canonical": [_container(consts=[[5, b"a"]]), _container(consts=[[1, 1, True]])],
}


@pytest.mark.parametrize("reason", MALFORMED)
def test_malformed_containers_are_refused_by_name(reason: str) -> None:
    for data in MALFORMED[reason]:
        with pytest.raises(ContainerError) as caught:
            decode(data)
        assert caught.value.reason == reason, (data[:100], str(caught.value))


def test_every_reason_is_shown() -> None:
    assert set(MALFORMED) == set(REASONS)


def test_a_code_object_used_twice_or_never_is_refused() -> None:
    rows = cbor2.loads(encode(compile_module(b"f = lambda: 1\n")))
    constants = rows[1][-1]
    for wrong in ([*constants, [6, 1]], [c for c in constants if c != [6, 1]]):
        rows[1][-1] = wrong
        with pytest.raises(ContainerError) as caught:
            decode(cbor2.dumps(rows))
        assert caught.value.reason == "order"


def test_every_changed_byte_is_refused_or_another_code_object() -> None:
    data = encode(compile_module(CONSTANTS.encode()))
    for position in range(len(data)):
        for flip in (1, 0x20, 0x80):
            changed = bytearray(data)
            changed[position] ^= flip
            with suppress(ContainerError):
                assert encode(decode(bytes(changed))) == bytes(changed)


def test_command_line_round_trip(tmp_path: Path) -> None:
    load_commands()
    source = tmp_path / "a.py"
    source.write_text(CONSTANTS + "\ndef main(n):\n    return n * 2\n")

    def call(*words: str) -> str:
        result = CliRunner().invoke(app, list(words), catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    printed = call("compile", str(source))
    container = tmp_path / "a.pvmc"
    assert printed.split()[0] == identity(container.read_bytes())
    listing = tmp_path / "a.pvmasm"
    listing.write_text(call("dis", "--no-prices", str(container)))
    again = tmp_path / "b.pvmc"
    call("asm", str(listing), "-o", str(again))
    assert again.read_bytes() == container.read_bytes()
    wrong = {"compile": container, "asm": source}
    for command, file in wrong.items():
        with pytest.raises(CodeFileError, match="has a name that ends in"):
            CliRunner().invoke(app, [command, str(file)], catch_exceptions=False)
    assert '["int", 42]' in call("run", str(container), "--arg", '["int", 21]')


def test_the_line_table_that_comes_back_is_the_empty_one() -> None:
    code = decode(encode(compile_module(b"x = 1\n")))

    assert code.linetable == empty_line_table(len(code.code))
