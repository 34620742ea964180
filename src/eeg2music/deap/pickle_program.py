"""The state of a pickle's program: a place in the file, a stack, and notes."""

import mmap

from eeg2music.deap.pickle_records import Ended, Refused

_LONGEST_NUMBER = 20


class Program:
    """Where a program has come to. What lies on the stack are inert records."""

    def __init__(self, mapped: mmap.mmap) -> None:
        self.mapped, self.bytes = mapped, memoryview(mapped)
        self.position = 0
        self.stack: list[object] = []
        self.marks: list[int] = []
        self.memo: dict[int, object] = {}

    def take(self, count: int) -> memoryview:
        """The next bytes of the file, which are not copied."""
        begin, self.position = self.position, self.position + count
        if self.position > len(self.bytes):
            raise Ended(f"a file of {len(self.bytes)} bytes that ends within the pickle")
        return self.bytes[begin : self.position]

    def line(self) -> memoryview:
        """The next bytes up to a line feed."""
        end = self.mapped.find(b"\n", self.position)
        taken = self.take((len(self.bytes) if end < 0 else end) + 1 - self.position)
        return taken[:-1]

    def number(self, width: int, signed: bool = False) -> int:
        """The next bytes as an integer."""
        return int.from_bytes(self.take(width), "little", signed=signed)

    def decimal(self) -> int | bool:
        """The next line as an integer; Python 2 tells truth values apart by a leading zero."""
        line = self.line()
        if len(line) > _LONGEST_NUMBER:
            raise Refused(f"a number of {len(line)} digits")
        text = bytes(line)
        return text == b"01" if text in (b"00", b"01") else int(text.removesuffix(b"L"))

    def pop(self) -> object:
        """Take the uppermost record, which must not lie below a mark."""
        if len(self.stack) <= (self.marks[-1] if self.marks else 0):
            raise Refused("an operation on nothing")
        return self.stack.pop()

    def pop_marked(self) -> tuple[object, ...]:
        """Take all records above the last mark."""
        if not self.marks:
            raise Refused("an operation without its mark")
        begin = self.marks.pop()
        self.stack, taken = self.stack[:begin], tuple(self.stack[begin:])
        return taken

    def push(self, value: object) -> None:
        """Lay a record on the stack."""
        self.stack.append(value)

    def remember(self, key: int) -> None:
        """Note the uppermost record."""
        value = self.pop()
        self.push(value)
        self.memo[key] = value

    def recall(self, key: int) -> None:
        """Lay a noted record on the stack."""
        if key not in self.memo:
            raise Refused("a reference to nothing")
        self.push(self.memo[key])
