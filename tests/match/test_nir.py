"""Numbers looked at by thousands are judged as one by one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.match.people import nir_of
from tocsin.match.nir import are_whole, has_right_key, is_nir

RIGHT = nir_of("F", date(1954, 3, 2), 7)
numbers = st.one_of(
    st.from_regex(r"[0-9]{15}", fullmatch=True),
    st.text("0123456789AB /:", max_size=16),
    st.sampled_from([RIGHT, RIGHT[:-1] + "0", RIGHT[:13], "", "²" * 15, "１" * 15]),
)


@given(st.lists(numbers))
def test_many_at_once(values: list[str]) -> None:
    for value, whole in zip(values, are_whole(values).tolist(), strict=True):
        if whole:
            assert is_nir(value)
            assert has_right_key(value)
        elif all(other.isascii() for other in values):
            right = len(value) == 15 and value.isdigit() and is_nir(value) and has_right_key(value)
            assert not right
