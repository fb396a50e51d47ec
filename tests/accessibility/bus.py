"""What a screen reader knows of a program: a tree of names, roles and states, and what it is told, over AT-SPI.

Nothing of hdclient is imported here. The words are those of the accessibility bus; the transport is jeepney, which
comes with the keyring.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

from jeepney import DBusAddress, MatchRule, MessageType, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ACCESSIBLE, ACTION, TEXT, COMPONENT, EDITABLE, SELECTION = (
    f"org.a11y.atspi.{name}"
    for name in ("Accessible", "Action", "Text", "Component", "EditableText", "Selection")
)
EVENTS = "org.a11y.atspi.Event.Object"
CHECKED, ENABLED, FOCUSED, SHOWING, SELECTED = 4, 8, 12, 25, 23
"""Bits of the states, as AT-SPI numbers them."""
PATIENCE_S = 60.0
"""For waiting only: a busy computer takes long to start programs."""

Found = TypeVar("Found")


class NotThere(Exception):
    """What was looked for did not come, or the program answered with an error."""


class Node(NamedTuple):
    """One thing of the program: where it is on the bus, and what it says of itself."""

    sender: str
    path: str
    role: str = ""
    name: str = ""
    states: int = 0

    def has(self, state: int) -> bool:
        """Whether one of the states above is set."""
        return bool(self.states >> state & 1)


class Bus:
    """The accessibility bus of this session. `close` when done."""

    def __init__(self) -> None:
        session = open_dbus_connection("SESSION")
        asked = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
        address = session.send_and_get_reply(asked, timeout=PATIENCE_S).body[0]
        session.close()
        self._line = open_dbus_connection(address)
        self._ear = open_dbus_connection(address)
        self._told: list[str] = []
        self._listen(self._ear)

    def close(self) -> None:
        """Leaves the bus."""
        self._line.close()
        self._ear.close()

    # Looking

    def program(self, name: str) -> Node:
        """The program of this name, once it is on the bus."""
        registry = Node("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        found = self.wait(
            f"the program {name}",
            lambda: next((one for one in self.children(registry) if one.name == name), None),
            60,
        )
        # Once more: Qt asks once, as it starts, what is listened to, and a registry that starts too may not answer.
        self._register()
        return found

    def children(self, node: Node) -> list[Node]:
        """What lies in a node, with all that is known of it. What goes away meanwhile is left out."""
        found: list[Node] = []
        try:
            inner = self._call(node, ACCESSIBLE, "GetChildren")[0]
        except NotThere:
            return found
        for sender, path in inner:
            try:
                found.append(self.look(Node(sender, path)))
            except NotThere:
                continue
        return found

    def look(self, node: Node) -> Node:
        """The node as it is now."""
        low, high = self._call(node, ACCESSIBLE, "GetState")[0]
        return node._replace(
            role=self._call(node, ACCESSIBLE, "GetRoleName")[0],
            name=str(self._get(node, ACCESSIBLE, "Name")),
            states=low | high << 32,
        )

    def walk(self, node: Node) -> Iterator[Node]:
        """All that is on the screen below a node, in reading order."""
        for child in self.children(node):
            if child.has(SHOWING) or child.role in ("frame", "application"):
                yield child
                yield from self.walk(child)

    def tree(self, node: Node, depth: int = 0) -> str:
        """All that is on the screen below a node, for who looks for what is missing."""
        lines = []
        for child in self.children(node):
            if child.has(SHOWING) or child.role in ("frame", "application"):
                lines.append(f"{'  ' * depth}{child.role} “{child.name}”")
                lines.append(self.tree(child, depth + 1))
        return "\n".join(line for line in lines if line)

    def find(self, within: Node, role: str, name: str, *, seconds: float = PATIENCE_S) -> Node:
        """The first thing of this role whose name begins so, waiting for it. Raises NotThere."""
        return self.wait(f"{role} “{name}”", lambda: self._seen(within, role, name), seconds)

    def _seen(self, within: Node, role: str, name: str) -> Node | None:
        nodes = self.walk(within)
        return next((one for one in nodes if one.role == role and one.name.startswith(name)), None)

    def text(self, node: Node) -> str:
        """The whole text of a node."""
        return str(self._call(node, TEXT, "GetText", "ii", (0, -1))[0])

    def description(self, node: Node) -> str:
        """What a node says beside its name."""
        return str(self._get(node, ACCESSIBLE, "Description"))

    # Doing

    def push(self, within: Node, role: str, name: str, *, seconds: float = PATIENCE_S) -> Node:
        """Finds what begins so and presses it; once more when it was replaced meanwhile. Raises NotThere."""

        def act() -> Node | None:
            found = self._seen(within, role, name)
            if found is not None:
                self.press(found)
            return found

        return self.wait(f"{role} “{name}” to press", act, seconds)

    def press(self, node: Node, action: str = "Press") -> None:
        """Has the program do what the button does."""
        count = int(self._get(node, ACTION, "NActions"))
        names = [self._call(node, ACTION, "GetName", "i", (number,))[0] for number in range(count)]
        if action not in names:
            raise NotThere(
                f"{node.role} “{node.name}” cannot be pressed; it offers {', '.join(names) or 'nothing'}"
            )
        if not self._call(node, ACTION, "DoAction", "i", (names.index(action),))[0]:
            raise NotThere(f"{node.role} “{node.name}” did not do it")

    def write(self, node: Node, text: str) -> None:
        """Puts a text into a field."""
        if not self._call(node, EDITABLE, "SetTextContents", "s", (text,))[0]:
            raise NotThere(f"{node.role} “{node.name}” takes no text")

    # Hearing

    def heard(self, beginning: str, seconds: float = PATIENCE_S) -> str:
        """The first announcement since the last call that begins so. Raises NotThere, with what was heard."""
        end = time.monotonic() + seconds
        heard: list[str] = []
        while (left := end - time.monotonic()) > 0:
            try:
                message = self._ear.receive(timeout=left)
            except TimeoutError:
                break
            fields = message.header.fields.values()
            if message.header.message_type is MessageType.signal and "Announcement" in fields:
                heard.append(str(message.body[3][1]))
                if heard[-1].startswith(beginning):
                    return heard[-1]
        raise NotThere(f"“{beginning}” was not announced; heard: {heard}")

    def wait(self, what: str, ask: Callable[[], Found | None], seconds: float = PATIENCE_S) -> Found:
        """Until `ask` gives something. Raises NotThere."""
        end = time.monotonic() + seconds
        while True:
            try:
                found = ask()
            except NotThere:
                found = None
            if found is not None:
                return found
            if time.monotonic() > end:
                raise NotThere(f"{what} did not come within {seconds:.0f} s")
            time.sleep(0.2)

    # The line

    def _listen(self, ear: DBusConnection) -> None:
        rule = MatchRule(type="signal", interface=EVENTS, member="Announcement")
        ear.send_and_get_reply(message_bus.AddMatch(rule), timeout=PATIENCE_S)
        self._register()

    def _register(self) -> None:
        """Tells the registry, and by it all programs, that announcements are listened to."""
        registry = DBusAddress(
            "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
        )
        asked = new_method_call(registry, "RegisterEvent", "sass", ("object:announcement", [], ""))
        self._line.send_and_get_reply(asked, timeout=PATIENCE_S)

    def _call(self, node: Node, interface: str, member: str, kinds: str = "", values: Any = ()) -> Any:
        asked = new_method_call(DBusAddress(node.path, node.sender, interface), member, kinds or None, values)
        return self._answer(asked, f"{member} of {node.role} “{node.name}”")

    def _get(self, node: Node, interface: str, name: str) -> Any:
        asked = Properties(DBusAddress(node.path, node.sender, interface)).get(name)
        return self._answer(asked, f"{name} of {node.role} “{node.name}”")[0][1]

    def _answer(self, asked: Any, what: str) -> Any:
        reply = self._line.send_and_get_reply(asked, timeout=PATIENCE_S)
        if reply.header.message_type is MessageType.error:
            raise NotThere(f"{what}: {reply.body}")
        return reply.body
