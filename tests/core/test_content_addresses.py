"""Addresses are read as what they are, and what could deceive is said."""

from __future__ import annotations

import pytest

from hdclient.content.addresses import read_address, words_against


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c#d",
        "http://127.0.0.1:8080/",
        "mailto:somebody@example.org",
        "https://b\u00fccher.example",
        "https://xn--bcher-kva.example",
        "https://\u65e5\u672c\u3054.jp",
        "https://sony\u65e5\u672c.jp",
        "https://\u043f\u043e\u0447\u0442\u0430.\u0440\u0444",
        "",
        "#part",
    ],
)
def test_ordinary_addresses_give_no_warning(address: str) -> None:
    assert read_address(address).warnings == ()


def test_punycode_is_shown_beside_the_letters() -> None:
    reading = read_address("https://xn--bcher-kva.example/x")
    assert (reading.site, reading.reads) == ("xn--bcher-kva.example", "b\u00fccher.example")
    assert read_address("https://b\u00fccher.example").site == "xn--bcher-kva.example"
    assert read_address("https://example.org").reads == ""


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://xn--80ak6aa92e.com", "looks like “apple”"),
        ("https://ev\u0131l.example", "looks like “evil”"),
        ("https://p\u0430ypal.com", "looks like “paypal”"),
        ("https://\u0436aypal.com", "mixes letters of Cyrillic and Latin"),
        ("https://paypal.com@evil.example/login", "“paypal.com” before the @ is a user name"),
        ("https://paypal.com%2F@evil.example", "The site is evil.example"),
        ("https://example.org/%E2%80%AEgpj.exe", "hidden characters"),
        ("https://[::1", "malformed"),
    ],
)
def test_what_could_deceive_is_said(address: str, says: str) -> None:
    assert says in " ".join(read_address(address).warnings)


@pytest.mark.parametrize(
    "address", ["xn--\u00e9", "https://xn--999999999.com", "http://a:b:c", "\ud800", "//" + "x." * 5_000]
)
def test_anything_can_be_read(address: str) -> None:
    read_address(address)


@pytest.mark.parametrize(
    ("words", "address", "told"),
    [
        ("https://google.com", "https://evil.example/", True),
        ("google.com/login", "https://evil.example/google.com", True),
        ("www.bank.example", "https://bank.example.evil.example/", True),
        ("google.com", "https://accounts.google.com/", False),
        ("www.example.org", "https://example.org/x", False),
        ("Node.js", "https://nodejs.org/", False),
        ("report.pdf", "https://example.org/1", False),
        ("our site", "https://example.org/1", False),
        ("https://example.org", "mailto:a@example.com", False),
    ],
)
def test_words_that_name_another_site(words: str, address: str, told: bool) -> None:
    assert bool(words_against(words, address)) is told
