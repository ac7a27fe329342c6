"""Recurrence by balance of seismic moment."""

from faultgis.errors import InputError

RIGIDITY_GPA = 30.0
# lg M0 = 1.5 Mw + 9.05 (Hanks & Kanamori 1979, in N m); with 9.1 all intervals grow by 12.2 %.
CONSTANT = 9.05


def moment_nm(mw: float) -> float:
    """The seismic moment of a moment magnitude, N m."""
    return float(10 ** (1.5 * mw + CONSTANT))


def recurrence_years(
    mw: float, length_km: float, width_km: float, slip_rate_mm_yr: float, rigidity_gpa: float, coupling: float
) -> float:
    """T = M0 / (μ L W s c). Raises ``InputError("moment.positive")`` with the field that is not above 0."""
    given = {"length_km": length_km, "width_km": width_km, "slip_rate_mm_yr": slip_rate_mm_yr}
    for field, value in {**given, "rigidity_gpa": rigidity_gpa, "coupling": coupling}.items():
        if not value > 0:
            raise InputError("moment.positive", field=field, value=value)
    per_year = rigidity_gpa * 1e9 * length_km * 1e3 * width_km * 1e3 * slip_rate_mm_yr * 1e-3 * coupling
    return moment_nm(mw) / per_year
