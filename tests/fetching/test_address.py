"""Which URLs are taken, and which numbers are on the open web; Python's own registry is the other opinion."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.fetching.request import Address, Refused, find_reservation, join_location, parse_address
from tests.cases import for_each


@for_each(
    ("url", "plain"),
    [
        ("https://www.courier.example", "https://www.courier.example/"),
        ("  HTTP://Courier.Example:80/A?b=c#d ", "http://courier.example/A?b=c"),
        ("https://courier.example:443/a%20b", "https://courier.example/a%20b"),
        ("https://courier.example/ä/中?q=é", "https://courier.example/%C3%A4/%E4%B8%AD?q=%C3%A9"),
        ("http://courier.example:443/", "http://courier.example:443/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://8.8.8.8/a", "https://8.8.8.8/a"),
        ("https://[2606:4700:0::1]/a", "https://[2606:4700::1]/a"),
        ("https://courier.example?x", "https://courier.example/?x"),
    ],
)
def test_plain_addresses_are_taken(url: str, plain: str) -> None:
    assert parse_address(url).url == plain
    assert parse_address(plain) == parse_address(url)


@for_each(
    "url",
    [
        "",
        "courier.example/a",
        "//courier.example/a",
        "ftp://courier.example/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "gopher://courier.example/",
        "https:///a",
        "https:courier.example",
        "http://",
        "http://?",
        # numbers written so that only some programs read them as numbers
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://017700000001/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.01/",
        "http://1.2.3.4.5/",
        "http://8.8.8/",
        "http://a.8/",
        "http://a.0x8/",
        # a dot at the end, letters outside a-z, users, ports
        "https://courier.example./",
        "https://8.8.8.8./",
        "https://bücher.example/",
        "http://127。0。0。1/",
        "http://①②⑦.⓪.⓪.①/",
        "https://courier%2eexample/",
        "http://user@courier.example/",
        "http://user:word@courier.example/",
        "http://courier.example@127.0.0.1/",
        "http://courier.example:8080/",
        "http://courier.example:22/",
        "http://courier.example:080/",
        "http://courier.example:٨٠/",
        "http://courier.example:99999/",
        "http://courier.example:-80/",
        # names inside a network
        "http://localhost/",
        "http://courier/",
        "http://a.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://router.home.arpa/",
        "http://hidden.onion/",
        # numbers that are not everybody's
        "http://127.0.0.1/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:8.8.8.8]/",
        "http://[fe80::1%25eth0]/",
        "http://[fd00:ec2::254]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[v1.a]/",
        "http://[::1/",
        # what belongs into no request
        "http://courier.example/a\r\nX-Evil: 1",
        "http://courier.example/a\tb",
        "http://courier.example\\@127.0.0.1/",
        "http://courier.example/\x00",
        "http://courier.example/\u202ea",
        "http://exa mple.example/",
        "http://courier.example/<script>",
        "https://-courier.example/",
        "https://" + "a." * 130 + "example/",
        "https://courier.example/" + "a" * 5000,
    ],
)
def test_all_others_are_refused_in_one_line(url: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_address(url)
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 200


@given(st.text(max_size=60) | st.text(max_size=30).map(lambda text: f"http://{text}"))
def test_any_text_is_taken_or_refused(url: str) -> None:
    try:
        where = parse_address(url)
    except Refused:
        return
    assert where.url.isascii()
    assert " " not in where.url
    assert where.url.isprintable()
    assert parse_address(where.url) == where
    assert where.scheme in ("http", "https")
    assert where.port in (80, 443)


@for_each(
    ("number", "what"),
    [
        ("127.8.8.8", "this machine"),
        ("169.254.169.254", "the link this machine is on"),
        ("100.64.0.1", "use within networks"),
        ("168.63.129.16", "use within networks"),
        ("224.0.0.1", "many machines at once"),
        ("255.255.255.255", "use within networks"),
        ("::1", "local use"),
        ("::ffff:10.0.0.1", "local use"),
        ("::7f00:1", "local use"),
        ("fe80::1%eth0", "the link this machine is on"),
        ("fec0::1", "local use"),
        ("ff02::1", "many machines at once"),
        ("fd00:ec2::254", "local use"),
        ("64:ff9b::a9fe:a9fe", "the link this machine is on"),
        ("64:ff9b:1::808:808", "local use"),
        ("2002:a00:1::1", "use within networks"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "use within networks"),
        ("2606:4700::5efe:a00:1", "tunnels"),
        ("2001:db8::1", "use within networks"),
        ("courier.example", "nothing that can be read"),
    ],
)
def test_what_numbers_are_set_aside_for(number: str, what: str) -> None:
    assert find_reservation(number) == what


@pytest.mark.parametrize(
    "number", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::808:808", "2a00:1450::1"]
)
def test_numbers_of_the_open_web(number: str) -> None:
    assert find_reservation(number) is None


@given(
    st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address)
    | st.integers(0, 2**128 - 1).map(ipaddress.IPv6Address)
)
def test_what_is_taken_is_everybodys_for_python_too(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if find_reservation(str(ip)) is None:
        assert ip.is_global
        kinds = ("private", "loopback", "link_local", "multicast", "reserved")
        assert not any(getattr(ip, f"is_{kind}") for kind in kinds)
    if ip.version == 4:
        for mapped in (f"::ffff:{ip}", f"::{ip}"):
            assert find_reservation(mapped)
        assert (find_reservation(f"64:ff9b::{ip}") is None) == (find_reservation(str(ip)) is None)


CLOSED = (
    "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 127.0.0.0/8 169.254.0.0/16 100.64.0.0/10 224.0.0.0/4 "
    "240.0.0.0/4 fc00::/7 fe80::/10 ff00::/8"
)


@given(st.sampled_from(CLOSED.split()), st.data())
def test_no_number_of_a_block_is_taken(block: str, data: st.DataObject) -> None:
    network = ipaddress.ip_network(block)
    offset = data.draw(st.integers(0, network.num_addresses - 1))
    assert find_reservation(str(network[offset]))


def test_a_redirect_is_read_from_where_it_was_met() -> None:
    base = Address("https", "courier.example", 443, "/a/b?c")
    assert join_location(base, "d") == "https://courier.example/a/d"
    assert join_location(base, "//other.example/x") == "https://other.example/x"
    assert join_location(base, "/é".encode().decode("latin-1")) == "https://courier.example/é"
    assert join_location(base, "/\xe9") == "https://courier.example/%E9"
    with pytest.raises(Refused):
        join_location(base, "http://[bad/")
