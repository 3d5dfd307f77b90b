"""A test over many cases fails for each case that does, by its name, and for a case that cannot be."""

import pytest

from tests.every import every


def test_every_case_is_run_and_every_failure_told() -> None:
    seen = []

    @every("number", {"one": 1, "two": 2, "three": 3, "four": 4})
    def odd(number: int) -> None:
        seen.append(number)
        if number == 4:
            with pytest.raises(ValueError):
                int("4")
        assert number % 2

    with pytest.raises(BaseExceptionGroup, match="2 of 4 cases") as failed:
        odd()
    assert seen == [1, 2, 3, 4]
    assert [error.__notes__ for error in failed.value.exceptions] == [["in the case two"], ["in the case four"]]


@every("left, right", [(1, 2), pytest.param(2, 3, id="b")])
@every("more", range(3))
def test_cases_multiply_and_fixtures_stay(
    left: int, right: int, more: int, record_property: object, request: pytest.FixtureRequest
) -> None:
    assert left + 1 == right
    assert more in range(3)
    assert request.fixturenames.count("more") == 0
    assert callable(record_property)


def test_a_group_in_a_group_fails_once_for_each_outer_case() -> None:
    @every("left", "ab")
    @every("right", "ab")
    def same(left: str, right: str) -> None:
        assert left == right

    with pytest.raises(BaseExceptionGroup, match="2 of 2 cases") as failed:
        same()
    assert [type(error) for error in failed.value.exceptions] == [ExceptionGroup] * 2


def test_what_could_not_fail_is_refused() -> None:
    def test(case: int) -> None: ...

    async def waiting(case: int) -> None: ...

    with pytest.raises(ValueError, match="no case"):
        every("case", [])(test)
    with pytest.raises(TypeError, match="does not take"):
        every("other", [1])(test)
    with pytest.raises(TypeError, match="waits"):
        every("case", [1])(waiting)
    with pytest.raises(ValueError, match="unheard"):
        every("case", [pytest.param(1, marks=pytest.mark.skip)])(test)
