"""Pictures for the demo story, drawn: a pothole, a dark street light, a child. Nothing and nobody in them is real."""

import functools
import random

from pictures.canvas import Canvas, Colour, Point, blob

WIDE, HIGH = 1280, 960
_ASPHALT, _TAR, _DUST = (112, 112, 114), (52, 51, 53), (150, 146, 140)
_SKIN, _HAIR, _BLUE, _DEEP_BLUE = (226, 178, 140), (52, 36, 30), (52, 112, 196), (36, 84, 156)
_WINDOW, _UNLIT, _WHITE, _BUSH = (246, 206, 122), (20, 22, 40), (240, 240, 236), (146, 180, 128)


@functools.cache
def pothole() -> bytes:
    """JPEG, 1280 by 960: a hole in a street, seen from the kerb."""
    canvas = Canvas(WIDE, HIGH, top=(126, 126, 127), bottom=(96, 96, 98))
    _draw_kerb(canvas)
    _draw_lane(canvas)
    _draw_pebbles(canvas)
    _draw_hole(canvas, (700, 590))
    canvas.grain(0.05, seed=1)
    return canvas.finished().jpeg


@functools.cache
def dark_street_light() -> bytes:
    """JPEG, 1280 by 960: a street at night whose nearest lamp is out."""
    canvas = Canvas(WIDE, HIGH, top=(14, 20, 44), bottom=(44, 48, 74))
    _draw_houses(canvas)
    _draw_night_street(canvas)
    for x, foot, size, lit in ((150, 676, 0.44, True), (400, 712, 0.66, True), (880, 800, 1.2, False)):
        _draw_lamp(canvas, (x, foot), size, lit=lit)
    canvas.grain(0.04, seed=2)
    return canvas.finished().jpeg


@functools.cache
def child_in_blue_dress() -> bytes:
    """JPEG, 960 by 1280: a drawn girl of about six in a blue dress, in a park."""
    canvas = Canvas(HIGH, WIDE, top=(196, 222, 236), bottom=(226, 236, 226))
    _draw_park(canvas)
    _draw_legs(canvas)
    _draw_dress(canvas)
    _draw_head(canvas)
    return canvas.finished().jpeg


def _draw_kerb(canvas: Canvas) -> None:
    canvas.polygon([(0, 0), (WIDE, 0), (WIDE, 150), (0, 215)], (196, 184, 162))
    for x in range(-60, WIDE, 150):
        canvas.line([(x + 34, 0), (x, 211 - 0.051 * x)], (176, 164, 142), 4)
    for at, stone in enumerate(range(0, WIDE, 160)):
        top, next_top = 215 - 0.051 * stone, 215 - 0.051 * (stone + 160)
        face = (236, 226, 204) if at % 2 else (60, 60, 62)
        canvas.polygon([(stone, top), (stone + 160, next_top), (stone + 160, next_top + 44), (stone, top + 44)], face)
    canvas.shade([(0, 259), (WIDE, 194), (WIDE, 226), (0, 291)], (30, 30, 32), 0.45, soft=10)


def _draw_lane(canvas: Canvas) -> None:
    for x in range(-40, WIDE, 420):
        canvas.polygon([(x, 900), (x + 230, 888), (x + 236, 918), (x + 4, 930)], (214, 212, 204))


def _draw_pebbles(canvas: Canvas) -> None:
    chance = random.Random(3)
    for _ in range(2600):
        centre = (chance.uniform(0, WIDE), chance.uniform(262, HIGH))
        size, tone = chance.uniform(0.8, 2.6), chance.choice((84, 98, 134, 150))
        canvas.ellipse(centre, (size * 1.4, size), (tone, tone, tone))


def _draw_hole(canvas: Canvas, centre: Point) -> None:
    x, y = centre
    canvas.shade(blob(centre, (400, 196), rough=0.1, seed=4), (78, 77, 78), 0.5, soft=24)
    _draw_cracks(canvas, centre)
    canvas.polygon(blob(centre, (330, 158), rough=0.09, seed=5), _DUST)
    canvas.polygon(blob((x, y + 4), (312, 146), rough=0.08, seed=6), _TAR)
    canvas.polygon(blob((x + 8, y + 22), (282, 120), rough=0.07, seed=7), (92, 82, 72))
    canvas.shade(blob((x, y - 74), (270, 62), rough=0.08, seed=8), (24, 22, 22), 0.75, soft=16)
    canvas.polygon(blob((x + 20, y + 46), (190, 62), rough=0.06, seed=9), (122, 142, 156))
    canvas.shade(blob((x - 30, y + 32), (90, 20), rough=0.1, seed=10), (206, 220, 230), 0.6, soft=7)
    _draw_rubble(canvas, centre)


def _draw_cracks(canvas: Canvas, centre: Point) -> None:
    chance = random.Random(11)
    for side, rise in ((-1, -0.7), (-1, 0.1), (-1, 0.8), (1, -0.6), (1, 0.2), (1, 0.9)):
        x, y = centre[0] + side * 290, centre[1] + rise * 90
        points = [(x, y)]
        for _ in range(6):
            x, y = x + side * chance.uniform(14, 40), y + chance.uniform(-14, 14) + rise * 12
            points.append((x, y))
        canvas.line(points, (64, 63, 65), 5)


def _draw_rubble(canvas: Canvas, centre: Point) -> None:
    chance = random.Random(12)
    for number in range(46):
        at = (centre[0] + chance.uniform(-390, 390), centre[1] + chance.choice((-1, 1)) * chance.uniform(128, 190))
        size, tone = chance.uniform(5, 14), chance.choice(((128, 122, 114), (88, 84, 80), (160, 152, 142)))
        shadow = blob((at[0] + 4, at[1] + 5), (size, size * 0.6), rough=0.2, seed=number)
        canvas.shade(shadow, (40, 40, 40), 0.4, soft=3)
        canvas.polygon(blob(at, (size, size * 0.7), rough=0.25, seed=number, corners=9), tone)


def _draw_houses(canvas: Canvas) -> None:
    chance = random.Random(13)
    for left, width, top in ((0, 250, 300), (250, 210, 380), (460, 260, 250), (720, 240, 350), (960, 320, 280)):
        canvas.box((left, top), (left + width, 700), (30, 32, 52))
        canvas.box((left, top), (left + width, top + 12), (46, 48, 70))
        for x in range(left + 30, left + width - 50, 66):
            for y in range(top + 46, 620, 86):
                canvas.box((x, y), (x + 34, y + 46), _WINDOW if chance.random() < 0.3 else _UNLIT, rounded=3)


def _draw_night_street(canvas: Canvas) -> None:
    canvas.polygon([(0, 660), (WIDE, 700), (WIDE, HIGH), (0, HIGH)], (40, 41, 54))
    canvas.polygon([(0, 690), (WIDE, 820), (WIDE, HIGH), (0, HIGH)], (26, 27, 36))
    canvas.line([(0, 690), (WIDE, 820)], (78, 78, 90), 6)
    for x in range(60, WIDE, 250):
        y = 790 + x * 0.09
        canvas.polygon([(x, y), (x + 130, y + 12), (x + 132, y + 22), (x, y + 10)], (98, 98, 100))


def _draw_lamp(canvas: Canvas, foot: Point, size: float, *, lit: bool) -> None:
    x, y = foot
    top, arm = y - 520 * size, 120 * size
    head = (x + arm, top + 4 * size)
    steel: Colour = (92, 96, 108) if lit else (70, 74, 86)
    if lit:
        _draw_light(canvas, head, y, size)
    canvas.box((x - 16 * size, y - 30 * size), (x + 16 * size, y), steel, rounded=4)
    canvas.line([(x, y - 20 * size), (x, top + 30 * size), (x + 26 * size, top), head], steel, 11 * size)
    canvas.box((head[0] - 12 * size, top - 8 * size), (head[0] + 64 * size, top + 16 * size), steel, rounded=7 * size)
    glass: Colour = (255, 240, 200) if lit else (34, 36, 46)
    canvas.box((head[0] - 2 * size, top + 12 * size), (head[0] + 54 * size, top + 22 * size), glass, rounded=4 * size)


def _draw_light(canvas: Canvas, head: Point, ground: float, size: float) -> None:
    x, y = head[0] + 26 * size, head[1] + 16 * size
    near, far, floor = 20 * size, 190 * size, ground + 20 * size
    cone = [(x - near, y), (x + near, y), (x + far, floor), (x - far, floor)]
    canvas.shade(cone, (255, 224, 150), 0.28, soft=16 * size)
    canvas.shade(blob((x, floor), (210 * size, 34 * size), rough=0, seed=0), (255, 222, 150), 0.5, soft=14)
    canvas.shade(blob((x, y), (70 * size, 50 * size), rough=0, seed=0), (255, 238, 190), 0.7, soft=20 * size)


def _draw_park(canvas: Canvas) -> None:
    for x, y, reach, tone in (
        (120, 700, 260, (132, 168, 118)),
        (900, 660, 300, (118, 158, 108)),
        (520, 780, 280, _BUSH),
    ):
        canvas.polygon(blob((x, y), (reach, reach * 0.72), rough=0.04, seed=x, corners=80), tone)
    canvas.polygon([(0, 820), (HIGH, 780), (HIGH, WIDE), (0, WIDE)], (142, 182, 108))
    canvas.polygon([(300, 1280), (430, 800), (560, 796), (760, 1280)], (222, 206, 172))
    canvas.box((96, 560), (124, 900), (120, 92, 70))
    canvas.polygon(blob((110, 470), (170, 190), rough=0.05, seed=15, corners=70), (92, 142, 88))
    canvas.shade(blob((480, 1180), (190, 34), rough=0, seed=0), (90, 96, 70), 0.5, soft=14)


def _draw_legs(canvas: Canvas) -> None:
    for x, toe in ((436, -1), (524, 1)):
        canvas.line([(x, 960), (x, 1130)], _SKIN, 44)
        canvas.line([(x, 1110), (x, 1150)], (250, 250, 246), 48)
        canvas.box((x - 34 + 8 * toe, 1146), (x + 34 + 8 * toe, 1186), (250, 250, 246), rounded=18)
        canvas.box((x - 34 + 8 * toe, 1172), (x + 34 + 8 * toe, 1188), (206, 206, 206), rounded=8)


def _draw_dress(canvas: Canvas) -> None:
    for side in (-1, 1):
        canvas.line([(480 + side * 84, 640), (480 + side * 150, 760), (480 + side * 158, 862)], _SKIN, 42)
        canvas.line([(480 + side * 74, 626), (480 + side * 112, 694)], _BLUE, 74)
    canvas.box((452, 540), (508, 630), (212, 162, 126), rounded=20)
    canvas.polygon([(392, 604), (444, 588), (516, 588), (568, 604), (578, 780), (382, 780)], _BLUE)
    canvas.polygon([(382, 780), (578, 780), (690, 1010), (270, 1010)], _BLUE)
    canvas.polygon([(270, 1010), (690, 1010), (702, 1042), (258, 1042)], _DEEP_BLUE)
    for fold in (-120, -40, 44, 124):
        canvas.line([(480 + fold * 0.55, 800), (480 + fold, 1006)], _DEEP_BLUE, 6)
    canvas.box((380, 764), (580, 796), _WHITE, rounded=8)
    canvas.polygon([(446, 588), (514, 588), (480, 630)], (214, 164, 128))
    for side in (-1, 1):
        canvas.polygon([(480 + side * 34, 586), (480, 630), (480 + side * 52, 642), (480 + side * 62, 594)], _WHITE)


def _draw_head(canvas: Canvas) -> None:
    for side in (-1, 1):
        canvas.line([(480 + side * 118, 452), (480 + side * 150, 540), (480 + side * 138, 640)], _HAIR, 46)
        canvas.ellipse((480 + side * 140, 628), (26, 18), (214, 84, 96))
    canvas.ellipse((480, 412), (146, 150), _HAIR)
    canvas.ellipse((480, 448), (122, 132), _SKIN)
    canvas.polygon(
        [(356, 440), (372, 350), (470, 306), (590, 344), (604, 440), (570, 372), (500, 346), (430, 372)], _HAIR
    )
    for side in (-1, 1):
        canvas.ellipse((480 + side * 46, 454), (13, 16), (46, 34, 30))
        canvas.ellipse((484 + side * 46, 448), (4, 5), (255, 255, 255))
        canvas.line([(480 + side * 68, 426), (480 + side * 50, 417), (480 + side * 30, 418)], _HAIR, 6)
        canvas.ellipse((480 + side * 76, 494), (20, 13), (232, 152, 128))
    canvas.line([(472, 484), (480, 490), (488, 484)], (200, 148, 114), 5)
    canvas.line([(444, 520), (462, 532), (480, 536), (498, 532), (516, 520)], (176, 84, 78), 7)
