"""QR codes against codes that another encoder (segno 1.6) made, and the standard's own example."""

import numpy as np
import pytest

from faultgis.errors import InputError
from ui.printing.certificate_qr import check_bytes, qr_code

# Bytes that fill a version to the last, the mask, and the rows of the code as hexadecimal numbers.
KNOWN = (
    (
        14,
        3,
        "1fd77f 105e41 17455d 17545d 174a5d 104841 1fd57f 1200 16ec4b 61805 dfaa3 1fb6bb 7c17a 1941 "
        "1fd4b8 10591d 1746ae 17539e 175104 104641 1fd47c",
    ),
    (
        84,
        6,
        "1fd1fe987f 10562a1d41 175ca1df5d 174dc1c95d 175534d15d 104b4c7541 1fd555557f eb21b00 "
        "13f5724797 11a318369e 12c12db2d1 a8ad976cd 3dfba63eb 16e075ba 17d52edf57 dbad0155f "
        "117c662acf 9b57f5c0a 157127fbcd 516825c78 1e76c5743 b86b673b8 3e32ca3f9 f02dd51de 124227bbd1 "
        "1b85203e99 1b58f7ce4f 168694754d 16ee34e3f9 17fb631f 1fd03e215d 105fc71919 1751ef2ffd "
        "175a32455f 17402c6a35 104b5c76ff 1fd9e71bdd",
    ),
    (
        152,
        5,
        "1fcffe75f797f 105e39ec8e741 1755ff925b35d 175e7d779f25d 1747a8fe6385d 104dacc60cc41 "
        "1fd555555557f 17b44792800 1057edfe69dce d9ed36df5d62 1def61b2a5201 e33b621600f9 "
        "18fe443fd1637 1302f052e0acc 15cbc01e5ff4b 1eafb1cc6c74c bc3001c4bae7 33a8eb94b2d0 "
        "dd483fd3db15 b3b88b7924b e5b1fb843167 2a377fd5e555 7f7647d8fffb 1d13f745f2512 1f5396d7d7751 "
        "91e24c7e1912 1ff477e4d9f5 16175172d5fb5 e75339a2ba6d 11bf3034f1869 1ef4ab7793bdd "
        "ea718745a199 256390047238 198d05156fdde 10fb6622893c3 cb7a41d7d3cb 1ec96a09fdf7b "
        "1314125a491e1 8daf2d887cc3 e154f5fc6715 1c7e8afca9fff 19ee46d9312 1fc48156df95f "
        "1047194740d11 1742af7ee93f5 174f6da9d7e6f 174224b2a5ee4 1046403964849 1fd95cf355b8d",
    ),
)


@pytest.mark.parametrize(("length", "mask", "rows"), KNOWN)
def test_a_code_is_the_one_that_others_make(length: int, mask: int, rows: str) -> None:
    made = qr_code(("FaultGIS 0001 " * 20)[:length], mask)
    assert [int("".join("01"[int(m)] for m in row), 2) for row in made] == [int(r, 16) for r in rows.split()]


def test_check_bytes_are_those_of_the_standards_example() -> None:
    # ISO/IEC 18004, annex I: 01234567 in version 1-M.
    data = bytes.fromhex("10200C566180EC11EC11EC11EC11EC11")
    assert check_bytes(data, 10).hex().upper() == "A524D4C1ED36C7872C55"


@pytest.mark.parametrize("length", [1, 14, 15, 84, 85, 213])
def test_a_code_is_as_small_as_its_text_allows(length: int) -> None:
    code = qr_code("x" * length)
    assert len(code) == {1: 21, 14: 21, 15: 25, 84: 37, 85: 41, 213: 57}[length]
    finder = np.array([[max(abs(r - 3), abs(c - 3)) != 2 for c in range(7)] for r in range(7)])
    for corner in (code[:7, :7], code[:7, -7:], code[-7:, :7]):
        assert (corner == finder).all()


def test_too_much_text_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        qr_code("断" * 72)
    assert caught.value.code == "certificate.qr_too_long"
