"""Letters to the editor: paragraphs that end with a signature, a line that is nothing but a person's name."""

from __future__ import annotations

from quotes.document.paragraphs import paragraphs
from quotes.speakers.scene import Scene

__all__ = ["Letters"]

GREETINGS = ("LETTERS", "Letters", "Dear ", "To the Editor", "To the editor")


class Letters:
    """Whose words the first person is, in an article that is made of signed letters."""

    def __init__(self, scene: Scene) -> None:
        self.signatures: list[tuple[int, int]] = []  # where, and whose
        lines = paragraphs(scene.text)
        if not any(line.of(scene.text).startswith(GREETINGS) for line in lines):
            return
        for line in lines:
            for name in scene.names_within(line):
                whole = line.of(scene.text).strip(" .—–-") == name.of(scene.text).strip(" .")
                if whole and scene.is_person(scene.entity_of[name]):
                    self.signatures.append((line.start, scene.entity_of[name]))

    def author(self, offset: int) -> int | None:
        """Who signed the letter that holds the character `offset`."""
        return next((who for at, who in self.signatures if at > offset), None)
