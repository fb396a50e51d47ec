"""Draws the pictures of the practice campaign "Picture follows the prompt": two per task, always the same.

    python packaging/make_sample_images.py [--out FOLDER]

Pure painting on QImage: no window, no font, no random numbers, so that a second run gives the same files.
The two pictures of a task differ in what the prompt asks for; which of the two is right is on purpose not in
the file name. It must not touch anything but the PNG files of its output folder.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

SIZE = QSize(480, 360)
HERE = Path(__file__).resolve().parent.parent / "resources" / "samples" / "image-comparison" / "images"

INK, PAPER, GREY, LIGHT = "#22262e", "#fbfaf6", "#8a909c", "#d9dce2"
RED, BLUE, GREEN, YELLOW, ORANGE = "#d1342f", "#2563c9", "#2f9e54", "#f2c230", "#ef8122"
BROWN, SKY, NIGHT, GRASS, WHITE = "#7b4f2e", "#bfe0f5", "#1c2747", "#7fbf6a", "#ffffff"

Point = tuple[float, float]
Scene = Callable[[QPainter], None]


# -- strokes ---------------------------------------------------------------------------------------


def fill(painter: QPainter, colour: str) -> None:
    """Paints the whole picture in one colour."""
    painter.fillRect(QRectF(0, 0, SIZE.width(), SIZE.height()), QColor(colour))


def disc(painter: QPainter, x: float, y: float, radius: float, colour: str) -> None:
    """A filled circle around (x, y)."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(x, y), radius, radius)


def ring(painter: QPainter, x: float, y: float, radius: float, width: float, colour: str) -> None:
    """The outline of a circle."""
    painter.setPen(QPen(QColor(colour), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(x, y), radius, radius)


def box(painter: QPainter, x: float, y: float, width: float, height: float, colour: str) -> None:
    """A filled rectangle with its upper left corner at (x, y)."""
    painter.fillRect(QRectF(x, y, width, height), QColor(colour))


def shape(painter: QPainter, colour: str, *points: Point) -> None:
    """A filled polygon."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def line(painter: QPainter, colour: str, width: float, *points: Point) -> None:
    """An open line through the points, with round ends."""
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def star(painter: QPainter, x: float, y: float, radius: float, colour: str) -> None:
    """A five-pointed star, one point up."""
    points: list[Point] = []
    for step in range(10):
        reach = radius if step % 2 == 0 else radius * 0.42
        angle = math.radians(36 * step - 90)
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    shape(painter, colour, *points)


def axes(painter: QPainter) -> None:
    """Two axes with ticks and no text."""
    for step in range(1, 6):
        line(painter, LIGHT, 1.5, (60, 310 - 48 * step), (440, 310 - 48 * step))
    line(painter, INK, 3, (60, 40), (60, 310), (440, 310))


# -- scenes ----------------------------------------------------------------------------------------


def circles_over_square(painter: QPainter, count: int) -> None:
    """Red circles in a row above one blue square."""
    fill(painter, PAPER)
    step = 360 / count
    for index in range(count):
        disc(painter, 60 + step * (index + 0.5), 120, 40, RED)
    box(painter, 190, 210, 100, 100, BLUE)


def triangle_and_star(painter: QPainter, triangle_x: float, star_x: float) -> None:
    """A green triangle and a yellow star side by side."""
    fill(painter, "#eef1f6")
    shape(painter, GREEN, (triangle_x, 95), (triangle_x - 85, 255), (triangle_x + 85, 255))
    star(painter, star_x, 185, 95, YELLOW)


def bars(painter: QPainter, heights: Sequence[int], marked: int) -> None:
    """A bar chart; the bar with the index `marked` is orange."""
    fill(painter, WHITE)
    axes(painter)
    for index, height in enumerate(heights):
        box(painter, 84 + index * 72, 309 - height, 50, height, ORANGE if index == marked else BLUE)


def pie(painter: QPainter, shares: Sequence[tuple[str, float]]) -> None:
    """A pie chart from the top, clockwise; shares are fractions of 1."""
    fill(painter, WHITE)
    area = QRectF(110, 50, 260, 260)
    start = 90.0
    painter.setPen(QPen(QColor(WHITE), 4))
    for colour, share in shares:
        painter.setBrush(QColor(colour))
        painter.drawPie(area, round(start * 16), round(-share * 360 * 16))
        start -= share * 360


def house(painter: QPainter, windows: int, chimney: bool) -> None:
    """A house with a door on a lawn."""
    fill(painter, SKY)
    box(painter, 0, 280, 480, 80, GRASS)
    if chimney:
        box(painter, 300, 70, 36, 80, "#8c3b32")
        for index in range(3):
            disc(painter, 322 + 20 * index, 48 - 14 * index, 13 + 3 * index, "#f4f6f8")
    shape(painter, "#a8443a", (100, 160), (240, 60), (380, 160))
    box(painter, 130, 160, 220, 140, "#f3e3c3")
    box(painter, 218, 220, 44, 80, BROWN)
    disc(painter, 253, 262, 4, YELLOW)
    for x in (152, 284)[:windows]:
        box(painter, x, 185, 44, 44, BROWN)
        box(painter, x + 4, 189, 36, 36, "#d6ecfa")
        line(painter, BROWN, 3, (x + 22, 188), (x + 22, 226))


def clock(painter: QPainter, hour: int, minute: int) -> None:
    """A clock face without numerals; the hour hand is short and thick."""
    fill(painter, "#e7ebf1")
    disc(painter, 240, 180, 150, INK)
    disc(painter, 240, 180, 141, WHITE)
    for step in range(60):
        angle = math.radians(6 * step)
        inner, width = (116.0, 6.0) if step % 5 == 0 else (128.0, 1.5)
        sin, cos = math.sin(angle), math.cos(angle)
        line(painter, INK, width, (240 + inner * sin, 180 - inner * cos), (240 + 133 * sin, 180 - 133 * cos))
    for degrees, reach, width in ((30 * hour + minute / 2, 70, 12), (6 * minute, 112, 6)):
        angle = math.radians(degrees)
        line(painter, INK, width, (240, 180), (240 + reach * math.sin(angle), 180 - reach * math.cos(angle)))
    disc(painter, 240, 180, 10, RED)


def snowman(painter: QPainter, nose: bool, arms: bool) -> None:
    """Three balls of snow with a hat."""
    fill(painter, "#9fc3dd")
    box(painter, 0, 300, 480, 60, "#eef4f9")
    if arms:
        line(painter, BROWN, 7, (200, 190), (120, 150), (100, 118))
        line(painter, BROWN, 7, (280, 190), (360, 150), (382, 120))
    for y, radius in ((270, 68), (184, 52), (112, 38)):
        disc(painter, 240, y, radius, WHITE)
    box(painter, 195, 74, 90, 12, INK)
    box(painter, 212, 24, 56, 52, INK)
    for x in (226, 254):
        disc(painter, x, 104, 5, INK)
    for y in (166, 190, 214):
        disc(painter, 240, y, 6, INK)
    if nose:
        shape(painter, ORANGE, (240, 110), (240, 124), (288, 121))


def boat(painter: QPainter, crescent: bool, stars: int) -> None:
    """A sailing boat on the sea at night."""
    fill(painter, NIGHT)
    box(painter, 0, 270, 480, 90, "#1f5a86")
    disc(painter, 380, 80, 42, "#f6e9b8")
    if crescent:
        disc(painter, 398, 70, 38, NIGHT)
    for x, y in ((60, 60), (130, 110), (190, 50), (280, 45), (90, 175), (300, 130))[:stars]:
        star(painter, x, y, 13, "#fdf6d8")
    line(painter, "#caa46a", 6, (230, 120), (230, 260))
    shape(painter, WHITE, (238, 120), (238, 245), (325, 245))
    shape(painter, "#f1d7d2", (222, 135), (222, 245), (160, 245))
    shape(painter, "#a3352c", (140, 255), (340, 255), (300, 305), (180, 305))


def chequers(painter: QPainter, dark_first: bool) -> None:
    """Four by four squares; `dark_first`: the lower left one is dark."""
    fill(painter, "#cfd5de")
    box(painter, 94, 34, 292, 292, INK)
    for row in range(4):
        for column in range(4):
            even = (row + column) % 2 == 0
            colour = "#6b4a35" if even == dark_first else "#f0dfc4"
            box(painter, 100 + 70 * column, 250 - 70 * row, 70, 70, colour)


def lines_chart(painter: QPainter, first: Sequence[float], second: Sequence[float]) -> None:
    """A chart of two lines, blue and red, over the same steps."""
    fill(painter, WHITE)
    axes(painter)
    for values, colour in ((first, BLUE), (second, RED)):
        points = [(80 + 68 * index, 300 - value) for index, value in enumerate(values)]
        line(painter, colour, 5, *points)
        for x, y in points:
            disc(painter, x, y, 7, colour)


def traffic_light(painter: QPainter, lamps: Sequence[str]) -> None:
    """A traffic light; `lamps` are the colours from top to bottom."""
    fill(painter, SKY)
    box(painter, 0, 318, 480, 42, GREY)
    box(painter, 230, 270, 20, 60, "#4b515c")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(INK))
    painter.drawRoundedRect(QRectF(185, 25, 110, 250), 18, 18)
    for index, colour in enumerate(lamps):
        disc(painter, 240, 68 + 82 * index, 33, colour)


def bicycle(painter: QPainter, pedals: bool, handlebar: bool) -> None:
    """A bicycle from the side."""
    fill(painter, "#f1efe6")
    line(painter, GREY, 3, (30, 303), (450, 303))
    for x in (135, 345):
        ring(painter, x, 230, 70, 8, INK)
        for step in range(6):
            sin, cos = math.sin(math.radians(30 * step)), math.cos(math.radians(30 * step))
            line(painter, GREY, 1.5, (x - 66 * cos, 230 - 66 * sin), (x + 66 * cos, 230 + 66 * sin))
        disc(painter, x, 230, 8, INK)
    line(painter, RED, 8, (135, 230), (200, 135), (310, 135), (225, 230), (135, 230))
    line(painter, RED, 8, (225, 230), (190, 112))
    line(painter, RED, 8, (345, 230), (303, 100))
    line(painter, INK, 12, (168, 108), (214, 108))
    if handlebar:
        line(painter, INK, 9, (303, 100), (296, 78), (330, 70), (348, 88))
    if pedals:
        ring(painter, 225, 230, 20, 5, INK)
        line(painter, INK, 6, (207, 196), (243, 264))
        for x, y in ((206, 194), (244, 266)):
            line(painter, INK, 8, (x - 14, y), (x + 14, y))


def apple_tree(painter: QPainter, apples: int, ladder: bool) -> None:
    """A tree with red apples."""
    fill(painter, SKY)
    box(painter, 0, 300, 480, 60, GRASS)
    box(painter, 222, 190, 36, 125, BROWN)
    for x, y, radius in ((170, 130, 70), (310, 130, 70), (240, 95, 85), (240, 160, 75)):
        disc(painter, x, y, radius, "#3d8b4b")
    places = ((150, 110), (205, 60), (265, 95), (325, 115), (190, 160), (272, 180), (240, 130))
    for x, y in places[:apples]:
        disc(painter, x, y, 13, RED)
        line(painter, BROWN, 3, (x, y - 12), (x + 3, y - 20))
    if ladder:
        line(painter, "#c9963f", 7, (338, 320), (302, 150))
        line(painter, "#c9963f", 7, (380, 320), (344, 150))
        for step in range(6):
            left = 334 - 6 * step
            line(painter, "#c9963f", 6, (left, 302 - 28 * step), (left + 42, 302 - 28 * step))


def target(painter: QPainter, background: str, dark: str, radius: float) -> None:
    """Five rings of alternating colour around a red centre."""
    fill(painter, background)
    for index in range(5):
        disc(painter, 240, 180, radius * (1 - index / 6), dark if index % 2 == 0 else WHITE)
    disc(painter, 240, 180, radius / 6, RED)


def flat_square(painter: QPainter) -> None:
    """A square with a shadow: not a cube."""
    fill(painter, PAPER)
    box(painter, 166, 106, 170, 170, LIGHT)
    box(painter, 150, 90, 170, 170, BLUE)


def two_faces(painter: QPainter) -> None:
    """A box of which the top is missing: two faces only, of one shade."""
    fill(painter, PAPER)
    shape(painter, BLUE, (120, 120), (240, 160), (240, 300), (120, 250))
    shape(painter, BLUE, (240, 160), (360, 120), (360, 250), (240, 300))
    line(painter, PAPER, 4, (240, 160), (240, 300))


SEGMENTS = {"2": "abged", "4": "fgbc"}
STROKES: dict[str, tuple[Point, Point]] = {
    "a": ((0, 0), (1, 0)), "b": ((1, 0), (1, 1)), "c": ((1, 1), (1, 2)), "d": ((0, 2), (1, 2)),
    "e": ((0, 1), (0, 2)), "f": ((0, 0), (0, 1)), "g": ((0, 1), (1, 1)),
}  # fmt: skip


def display(painter: QPainter, digits: str, lit: str) -> None:
    """A display of seven-segment digits; the dark segments stay faintly visible, as on a real one."""
    fill(painter, "#3a3f47")
    box(painter, 70, 50, 340, 260, "#11160f")
    for place, digit in enumerate(digits):
        left = 130 + 130 * place
        for name, ends in sorted(STROKES.items(), key=lambda item: item[0] in SEGMENTS[digit]):
            colour = lit if name in SEGMENTS[digit] else "#1d2619"
            line(painter, colour, 16, *((left + 85 * x, 95 + 85 * y) for x, y in ends))


# -- which picture is what -------------------------------------------------------------------------

DIM_RED, DIM_AMBER, DIM_GREEN, LIT_GREEN = "#5a2020", "#5c4a17", "#1d4a2c", "#37e06b"

SCENES: dict[str, Scene] = {
    "01-a": partial(circles_over_square, count=3),
    "01-b": partial(circles_over_square, count=4),
    "02-a": partial(triangle_and_star, triangle_x=355, star_x=130),
    "02-b": partial(triangle_and_star, triangle_x=130, star_x=355),
    "03-a": partial(bars, heights=(50, 95, 160, 135, 230), marked=2),
    "03-b": partial(bars, heights=(50, 90, 130, 180, 230), marked=2),
    "04-a": partial(pie, shares=((BLUE, 1 / 3), (RED, 1 / 3), (YELLOW, 1 / 3))),
    "04-b": partial(pie, shares=((BLUE, 1 / 2), (RED, 1 / 4), (YELLOW, 1 / 4))),
    "05-a": partial(house, windows=2, chimney=True),
    "05-b": partial(house, windows=1, chimney=False),
    "06-a": partial(clock, hour=1, minute=50),
    "06-b": partial(clock, hour=10, minute=10),
    "07-a": partial(snowman, nose=False, arms=True),
    "07-b": partial(snowman, nose=True, arms=True),
    "08-a": partial(boat, crescent=True, stars=6),
    "08-b": partial(boat, crescent=False, stars=5),
    "09-a": partial(chequers, dark_first=False),
    "09-b": partial(chequers, dark_first=True),
    "10-a": partial(lines_chart, first=(60, 90, 110, 150, 190, 230), second=(220, 190, 170, 120, 90, 50)),
    "10-b": partial(lines_chart, first=(60, 130, 180, 150, 190, 120), second=(150, 100, 90, 120, 130, 200)),
    "11-a": partial(traffic_light, lamps=(DIM_RED, DIM_AMBER, LIT_GREEN)),
    "11-b": partial(traffic_light, lamps=(LIT_GREEN, DIM_AMBER, DIM_RED)),
    "12-a": partial(bicycle, pedals=False, handlebar=False),
    "12-b": partial(bicycle, pedals=True, handlebar=True),
    "13-a": partial(apple_tree, apples=7, ladder=False),
    "13-b": partial(apple_tree, apples=6, ladder=True),
    "14-a": partial(target, background=PAPER, dark=INK, radius=150),
    "14-b": partial(target, background="#dfe7ef", dark="#101010", radius=165),
    "15-a": flat_square,
    "15-b": two_faces,
    "16-a": partial(display, digits="24", lit="#4df05a"),
    "16-b": partial(display, digits="42", lit="#4df05a"),
}


def draw(scene: Scene) -> QImage:
    """The picture of one scene."""
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene(painter)
    painter.end()
    return image


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes every picture; the exit code is 1 when one could not be written."""
    parser = argparse.ArgumentParser(description="Draw the pictures of the practice campaigns.")
    parser.add_argument("--out", type=Path, default=HERE, help="folder for the PNG files")
    folder: Path = parser.parse_args(arguments).out
    folder.mkdir(parents=True, exist_ok=True)
    for name, scene in SCENES.items():
        if not draw(scene).save(str(folder / f"{name}.png"), quality=0):
            print(f"{folder / name}.png could not be written.", file=sys.stderr)
            return 1
    print(f"{len(SCENES)} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
