"""Another hospital makes a bundle its own: an intercept and a slope for each tier.

Nothing is moved further than the local outcomes justify, the change is tested on people
it was not fitted on, and the result is a new bundle that names its parent.
"""
