"""A platform for the tests of `quorum run`: people write lines to a socket, posts are kept in a file."""
