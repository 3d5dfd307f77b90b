"""`quorum bench crash`: kill the bot thousands of times while it posts, reveals and takes answers, then look for harm.

`world` is the platform that outlives everybody, `ground` the groups, `fuse` the points at which one dies, `worker` the
process to be killed, `campaign` the one that kills, `judge` what must hold afterwards. The tests use the same.
"""
