"""The standard normal distribution's quantile, so that normal luck takes one uniform number."""

import math

from dealsim.core.compiled import rule

CENTRAL = 0.425  # |p - 1/2| up to which the central fraction holds
CENTRAL_SQUARED = 0.180625
FAR = 5.0  # sqrt(-ln p) from which on the tail's second fraction holds
SHIFT = 1.6


@rule
def central_quantile(q: float) -> float:
    """Return the quantile at p = 1/2 + q near the middle: Wichura's fraction in 0.425^2 - q^2, times q.

    q: p - 1/2, at most 0.425 in size.  Source: wichura1988algorithm (PPND16).
    """
    r = CENTRAL_SQUARED - q * q
    top = ((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r
    top = ((top + 4.5921953931549871457e4) * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3
    top = (top * r + 1.3314166789178437745e2) * r + 3.3871328727963666080e0
    low = ((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r + 3.9307895800092710610e4) * r
    low = ((low + 2.1213794301586595867e4) * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2
    return q * top / ((low * r + 4.2313330701600911252e1) * r + 1.0)


@rule
def tail_quantile(r: float) -> float:
    """Return the size of the quantile in a tail, from r = sqrt(-ln p), p the chance of the tail.

    r: up to 5.  Source: wichura1988algorithm (PPND16).
    """
    s = r - SHIFT
    top = ((7.74545014278341407640e-4 * s + 2.27238449892691845833e-2) * s + 2.41780725177450611770e-1) * s
    top = ((top + 1.27045825245236838258e0) * s + 3.64784832476320460504e0) * s + 5.76949722146069140550e0
    top = (top * s + 4.63033784615654529590e0) * s + 1.42343711074968357734e0
    low = ((1.05075007164441684324e-9 * s + 5.47593808499534494600e-4) * s + 1.51986665636164571966e-2) * s
    low = ((low + 1.48103976427480074590e-1) * s + 6.89767334985100004550e-1) * s + 1.67638483018380384940e0
    return top / ((low * s + 2.05319162663775882187e0) * s + 1.0)


@rule
def far_tail_quantile(r: float) -> float:
    """Return the size of the quantile far out in a tail, from r = sqrt(-ln p), p the chance of the tail.

    r: above 5, p below 1e-10.  Source: wichura1988algorithm (PPND16).
    """
    s = r - FAR
    top = ((2.01033439929228813265e-7 * s + 2.71155556874348757815e-5) * s + 1.24266094738807843860e-3) * s
    top = ((top + 2.65321895265761230930e-2) * s + 2.96560571828504891230e-1) * s + 1.78482653991729133580e0
    top = (top * s + 5.46378491116411436990e0) * s + 6.65790464350110377720e0
    low = ((2.04426310338993978564e-15 * s + 1.42151175831644588870e-7) * s + 1.84631831751005468180e-5) * s
    low = ((low + 7.86869131145613259100e-4) * s + 1.48753612908506148525e-2) * s + 1.36929880922735805310e-1
    return top / ((low * s + 5.99832206555887937690e-1) * s + 1.0)


@rule
def normal_quantile(p: float) -> float:
    """Return the point below which a standard normal variable falls with a given chance.

    z = Phi^-1(p)        to about 16 digits

    p: chance (0..1).  Source: wichura1988algorithm (PPND16).
    """
    q = p - 0.5
    if abs(q) <= CENTRAL:
        return central_quantile(q)
    r = math.sqrt(-math.log(min(p, 1.0 - p)))
    size = tail_quantile(r) if r <= FAR else far_tail_quantile(r)
    return math.copysign(size, q)
