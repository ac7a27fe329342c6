"""The coordinate systems offered where a file names none."""

from ui.words import tr

ZONES_6 = range(13, 24)
ZONES_3 = range(25, 46)


def crs_choices() -> list[tuple[object, str, str]]:
    """Code, label and further words of each: geographic, then the 6° and 3° zones with and without prefix."""
    plain = [
        ("EPSG:4490", tr("CGCS2000 longitude, latitude"), "4490"),
        ("EPSG:4326", tr("WGS 84 longitude, latitude"), "4326"),
    ]
    six = [
        (
            f"EPSG:{4502 + zone - 13}",
            tr("CGCS2000 6° zone, central meridian {cm}°E", cm=zone * 6 - 3),
            f"{zone}",
        )
        for zone in ZONES_6
    ]
    six_prefix = [
        (f"EPSG:{4491 + zone - 13}", tr("CGCS2000 6° zone {zone} with zone prefix", zone=zone), f"{zone}")
        for zone in ZONES_6
    ]
    three = [
        (f"EPSG:{4534 + zone - 25}", tr("CGCS2000 3° zone, central meridian {cm}°E", cm=zone * 3), f"{zone}")
        for zone in ZONES_3
    ]
    three_prefix = [
        (f"EPSG:{4513 + zone - 25}", tr("CGCS2000 3° zone {zone} with zone prefix", zone=zone), f"{zone}")
        for zone in ZONES_3
    ]
    found = (*plain, *six, *six_prefix, *three, *three_prefix)
    return [(code, f"{label} ({code})", f"{code} {more}") for code, label, more in found]
