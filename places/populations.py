"""How large a town is drawn of which only the middle and the inhabitants are known."""

import math

DENSITY_PER_KM2 = 1_500
"""Inhabitants per square kilometre, from which on a place is an urban centre: United Nations Statistical Commission, A
recommendation on the method to delineate cities, urban and rural areas for international comparisons, 2020."""

SMALLEST_M, LARGEST_M = 1_000.0, 25_000.0


def radius_of_town_m(inhabitants: float) -> float:
    """The radius in metres of a circle in which so many people live at DENSITY_PER_KM2, from 1 to 25 km.

    r = √(inhabitants / (density · π)). Most towns are denser, so the circle is rather too wide than too narrow: who
    lives at the edge still hears. 0, which GeoNames writes for "not known", is the smallest circle. ValueError below.
    """
    if not 0 <= inhabitants < math.inf:
        raise ValueError("inhabitants are counted from 0")
    radius = 1_000 * math.sqrt(inhabitants / (DENSITY_PER_KM2 * math.pi))
    return float(round(min(max(radius, SMALLEST_M), LARGEST_M)))
