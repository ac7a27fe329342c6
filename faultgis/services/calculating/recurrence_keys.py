"""The keys of the calculations of recurrence and probability."""

from faultgis.services.calculating.function import Key

WAYS_OF_INTERVALS = "event_years | first_event + last_event + n_events | draws"
WAYS_OF_RANGES = "windows + elapsed | windows + elapsed_range | last_event + dates + window"

_MODEL = (
    Key("model", "string", "poisson, bpt, lognormal, weibull or gamma", required=True),
    Key("mean", "number", "mean interval, years"),
    Key("alpha", "number", "aperiodicity (coefficient of variation)"),
    Key("geometric_mean", "number", "lognormal: geometric mean, years"),
    Key("sigma_ln", "number", "lognormal: standard deviation of the logarithm"),
    Key("shape", "number", "weibull, gamma: shape"),
)
_WINDOW = Key("window", "number", "years ahead", required=True)

INTERVALS_IN = (
    Key("event_years", "array", "calendar years of the events"),
    Key("first_event", "number", "or the first event's year"),
    Key("last_event", "number", "the last one's"),
    Key("n_events", "integer", "and their number"),
    Key("interval_sd", "number", "standard deviation of the intervals as published, years"),
    Key("draws", "table", "or joint draws: {event: [years]} or rows of years (sequence_model: draws)"),
)
INTERVALS_OUT = (
    Key("n", "integer", "number of intervals"),
    Key("mean", "number", "mean interval, years"),
    Key("sd_ddof1", "number", "standard deviation with n − 1, years", nullable=True),
    Key("cov_ddof1", "number", "coefficient of variation with n − 1", nullable=True),
    Key("cov_ddof0", "number", "with n", nullable=True),
    Key("burstiness_ddof0", "number", "(σ − μ)/(σ + μ)", nullable=True),
    Key("memory", "number", "correlation of each interval with the next", nullable=True),
    Key("ranges", "object", "of draws: per statistic q025, q16, median, q84, q975"),
)
FIT_IN = (
    Key("intervals", "array", "intervals, years", required=True),
    Key("y", "number", "years at which to give each distribution"),
)
FIT_OUT = (
    *(
        Key(name, "object", f"{what}, loglik, aic, cdf_y")
        for name, what in (
            ("poisson", "rate"),
            ("bpt", "mean, alpha"),
            ("lognormal", "mu, sigma"),
            ("weibull", "scale, shape"),
            ("gamma", "shape, rate"),
        )
    ),
    Key("best_by_aic", "string", "model with the least aic"),
)
CONDITIONAL_IN = (
    *_MODEL,
    Key("elapsed", "number", "quiet years", required=True),
    Key("windows", "array", "years ahead", required=True),
)
CONDITIONAL_OUT = (
    Key("p", "number", "probability; one per window where there are several"),
    Key("elapsed_ratio", "number", "quiet years over the mean interval"),
    Key("equivalent_rate_per_yr", "number", "Poisson rate of the same probability", nullable=True),
)
RANGE_IN = (
    Key("model", "string", "poisson, bpt, lognormal, weibull or gamma", required=True),
    Key("mean", "number", "mean interval, years"),
    Key("mean_range", "array", "or its range"),
    Key("elapsed", "number", "quiet years"),
    Key("elapsed_range", "array", "or their range"),
    Key("alpha", "span", "aperiodicity (weibull, gamma: shape), a value or a range"),
    Key("windows", "array", "years ahead"),
    Key("last_event", "number", "or the last event as a decimal year"),
    Key("dates", "array", "with dates at which to ask (YYYY-MM-DD)"),
    Key("window", "number", "and one window"),
)
RANGE_OUT = (
    Key("p", "object", "per window or date [least, greatest] over all corners"),
    Key("rounded", "object", "the same as the Japanese long-term evaluations print it"),
    Key("percent_floor", "object", "the same in whole percents, rounded down"),
)
UNKNOWN_IN = (
    *_MODEL,
    _WINDOW,
    Key("open_interval", "number", "years known to be without an event", 0.0),
)
UNKNOWN_OUT = (Key("p", "number", "probability"),)
GREATEST_IN = (*_MODEL, _WINDOW)
GREATEST_OUT = (
    Key("p_max", "number", "greatest probability"),
    Key("at_elapsed", "number", "after so many quiet years; null: only tended to", nullable=True),
)
HAZARD_IN = (*_MODEL, Key("t", "number", "quiet years", required=True))
HAZARD_OUT = (
    Key("hazard", "number", "rate of rupture, per year"),
    Key("asymptote", "number", "what it tends to; null: grows without end", nullable=True),
)
