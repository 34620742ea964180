"""The operations of a pickle's program, followed without running anything (see `unpickling`).

A pickle is a program for a small stack machine, and `pickle.load` runs it, whatever it calls.
Here its operations only move inert records about: nothing of the file is imported, called or
given to NumPy, and nothing of it is copied. The operations known here are those by which
Python 2 and 3 write plain arrays, in protocols 0 to 5; a program is short (some seventy
operations), however large the arrays.
"""

import mmap
import pickle
import pickletools
from collections.abc import Callable

from eeg2music.deap.pickle_program import Program
from eeg2music.deap.pickle_records import NAMES, Array, Ended, Known, Refused, Text, Type

MOST_OPERATIONS = 1000
_LONGEST_NAME = 100
_NEWEST_PROTOCOL = 5


def run(mapped: mmap.mmap) -> dict[str, object]:
    """Follow a pickle's operations to their end.

    Returns
    -------
    dict of str to object
        The records in the dictionary that the pickle is of.

    Raises
    ------
    Refused
        If it holds anything that a dictionary of arrays has no need of.
    Ended
        If the file ends before the program does.
    """
    program = Program(mapped)
    for _ in range(MOST_OPERATIONS):
        code = bytes(program.take(1))
        if code == pickle.STOP:
            return _result(program)
        if code not in _OPERATIONS:
            raise Refused(_described(code))
        _OPERATIONS[code](program)
    raise Refused(f"more than {MOST_OPERATIONS} operations")


def _result(program: Program) -> dict[str, object]:
    """The dictionary that is left, all of the file having been read."""
    value = program.pop()
    if not isinstance(value, dict) or program.stack:
        raise Refused("something else than a dictionary")
    if program.position != len(program.bytes):
        raise Refused(f"{len(program.bytes) - program.position} bytes after the pickle's end")
    return value


def _frame(program: Program) -> None:
    """Pass over the length of what follows, which only helps readers of streams."""
    length = program.number(8)
    if length > len(program.bytes) - program.position:
        raise Ended(f"a file of {len(program.bytes)} bytes that ends within the pickle")


def _name(program: Program, module: str, name: str) -> None:
    """Lay the record of something named on the stack; nothing is looked up."""
    if (module, name) not in NAMES:
        raise Refused(f"a call for {module}.{name}")
    program.push(NAMES[module, name])


def _set_items(program: Program, items: tuple[object, ...]) -> None:
    """Put keys and values into the uppermost dictionary."""
    held = program.pop()
    if not isinstance(held, dict) or len(items) % 2:
        raise Refused("items of something else than a dictionary")
    held.update({_word(key): value for key, value in zip(items[::2], items[1::2], strict=True)})
    program.push(held)


def _reduce(program: Program) -> None:
    """Record the call of something named."""
    given, called = program.pop(), program.pop()
    match called, given:
        case Known.RECONSTRUCT, (Known.ARRAY, tuple(), Text()):
            program.push(Array())
        case Known.TYPE, (Text() as code, _, _):
            program.push(Type(code.word()))
        case Known.ENCODE, (Text() as text, Text() as encoding) if encoding.word() == "latin1":
            program.push(text)
        case Known.FROM_BUFFER, (Text() as text, Type() as kind, shape, Text() as order):
            program.push(Array((shape, kind, order.word() == "F", text)))
        case _:
            raise Refused("a call of something that takes no such values")


def _build(program: Program) -> None:
    """Record the state of an array or a type."""
    state, built = program.pop(), program.pop()
    match built, state:
        case Array(), (1, *parts):
            built.parts = tuple(parts)
        case Type(), (3, Text() as order, None, None, None, int(), int(), int()):
            built.order = order.word()
        case _:
            raise Refused("a state of something else than a plain array")
    program.push(built)


def _word(value: object) -> str:
    if not isinstance(value, Text):
        raise Refused("a name that is no text")
    return value.word()


def _described(code: bytes) -> str:
    for known in pickletools.opcodes:
        if known.code == code.decode("latin-1"):
            return f"the operation {known.name}"
    return f"{code!r} where an operation should be"


def _text(width: int, form: str) -> Callable[[Program], None]:
    return lambda program: program.push(Text(program.take(program.number(width)), form))


def _line(form: str) -> Callable[[Program], None]:
    return lambda program: program.push(Text(program.line(), form))


def _integer(width: int, signed: bool = False) -> Callable[[Program], None]:
    return lambda program: program.push(program.number(width, signed))


def _constant(value: object) -> Callable[[Program], None]:
    return lambda program: program.push(value)


def _tuple(count: int) -> Callable[[Program], None]:
    def pack(program: Program) -> None:
        program.push(tuple(program.pop() for _ in range(count))[::-1])

    return pack


def _protocol(program: Program) -> None:
    protocol = program.number(1)
    if protocol > _NEWEST_PROTOCOL:
        raise Refused(f"a pickle of protocol {protocol}")


def _long(program: Program) -> None:
    program.push(program.number(program.number(1), signed=True))


def _global(program: Program) -> None:
    module, name = (bytes(program.line()[:_LONGEST_NAME]) for _ in range(2))
    _name(program, module.decode("latin-1"), name.decode("latin-1"))


def _stack_global(program: Program) -> None:
    name, module = _word(program.pop()), _word(program.pop())
    _name(program, module, name)


def _set_item(program: Program) -> None:
    value, key = program.pop(), program.pop()
    _set_items(program, (key, value))


def _dictionary(program: Program) -> None:
    items = program.pop_marked()
    program.push({})
    _set_items(program, items)


_OPERATIONS: dict[bytes, Callable[[Program], None]] = {
    pickle.PROTO: _protocol,
    pickle.FRAME: _frame,
    pickle.MARK: lambda program: program.marks.append(len(program.stack)),
    pickle.SHORT_BINSTRING: _text(1, "bytes"),
    pickle.BINSTRING: _text(4, "bytes"),
    pickle.SHORT_BINBYTES: _text(1, "bytes"),
    pickle.BINBYTES: _text(4, "bytes"),
    pickle.BINBYTES8: _text(8, "bytes"),
    pickle.BYTEARRAY8: _text(8, "bytes"),
    pickle.SHORT_BINUNICODE: _text(1, "utf-8"),
    pickle.BINUNICODE: _text(4, "utf-8"),
    pickle.BINUNICODE8: _text(8, "utf-8"),
    pickle.STRING: _line("quoted"),
    pickle.UNICODE: _line("raw-unicode-escape"),
    pickle.INT: lambda program: program.push(program.decimal()),
    pickle.LONG: lambda program: program.push(program.decimal()),
    pickle.LONG1: _long,
    pickle.BININT: _integer(4, signed=True),
    pickle.BININT1: _integer(1),
    pickle.BININT2: _integer(2),
    pickle.NONE: _constant(None),
    pickle.NEWTRUE: _constant(True),
    pickle.NEWFALSE: _constant(False),
    pickle.EMPTY_TUPLE: _constant(()),
    pickle.TUPLE1: _tuple(1),
    pickle.TUPLE2: _tuple(2),
    pickle.TUPLE3: _tuple(3),
    pickle.TUPLE: lambda program: program.push(program.pop_marked()),
    pickle.EMPTY_DICT: lambda program: program.push({}),
    pickle.DICT: _dictionary,
    pickle.SETITEM: _set_item,
    pickle.SETITEMS: lambda program: _set_items(program, program.pop_marked()),
    pickle.PUT: lambda program: program.remember(program.decimal()),
    pickle.BINPUT: lambda program: program.remember(program.number(1)),
    pickle.LONG_BINPUT: lambda program: program.remember(program.number(4)),
    pickle.MEMOIZE: lambda program: program.remember(len(program.memo)),
    pickle.GET: lambda program: program.recall(program.decimal()),
    pickle.BINGET: lambda program: program.recall(program.number(1)),
    pickle.LONG_BINGET: lambda program: program.recall(program.number(4)),
    pickle.GLOBAL: _global,
    pickle.STACK_GLOBAL: _stack_global,
    pickle.REDUCE: _reduce,
    pickle.BUILD: _build,
}
