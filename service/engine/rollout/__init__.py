"""Which version of each bundle is served, which are tried, and whether that changed.

The answer is a function of files: the folder of bundles and the rollout file. Whoever
reads the same files serves the same versions, without a word between processes.
"""
