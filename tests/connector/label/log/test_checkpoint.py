"""Signed heads, against notes that others signed, and against whatever somebody may send instead."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from connector.label.log import (
    LONGEST_NOTE,
    Checkpoint,
    HeadRefusedError,
    key_id,
    opened,
    signed,
    verifier_key,
)
from tests.connector.label.log.logs import KEY, NAME, OTHER_KEY

PUBLIC = KEY.public_key()
HEAD = Checkpoint(NAME, 20_852_163, bytes(range(32)))
NOTE = signed(HEAD, NAME, KEY)

#: The checksum database of Go: its key, and a head of it, as in the tests of
#: github.com/transparency-dev/formats, log/checkpoint_test.go.
GO_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_NOTE = """go.sum database tree
6476701
mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=

\u2014 sum.golang.org \
Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=
"""
#: A pair of keys of golang.org/x/mod, sumdb/note/note_test.go (commit 02c9913).
PETER_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def public(verifier: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(b64decode(verifier.split("+", 2)[2])[1:])


def fault_of(note: str, name: str = NAME, key: Ed25519PublicKey = PUBLIC, origin: str | None = None) -> str:
    with pytest.raises(HeadRefusedError) as refused:
        opened(note, name, key, origin=origin)
    return refused.value.fault


def resigned(text: str, key: Ed25519PrivateKey = KEY) -> str:
    """Sign any text, as `signed` would not."""
    made = b64encode(key_id(NAME, key.public_key()) + key.sign(text.encode())).decode()
    return f"{text}\n\u2014 {NAME} {made}\n"


def test_a_head_of_the_checksum_database_of_go_opens() -> None:
    head = opened(GO_NOTE, "sum.golang.org", public(GO_KEY), origin="go.sum database tree")
    assert (head.size, head.root.hex()[:8]) == (6_476_701, "99bf102d")
    assert GO_NOTE.startswith(head.text + "\n")
    assert fault_of(GO_NOTE, "sum.golang.org", public(GO_KEY)) == "other_log"


@pytest.mark.parametrize("verifier", [GO_KEY, PETER_KEY])
def test_keys_are_written_as_others_read_them(verifier: str) -> None:
    name, number, _ = verifier.split("+", 2)
    assert verifier_key(name, public(verifier)) == verifier
    assert key_id(name, public(verifier)).hex() == number


def test_a_note_is_signed_as_go_signs_it() -> None:
    """With the key and the text of Go's test the note comes out the same; the text is no head."""
    key = Ed25519PrivateKey.from_private_bytes(b64decode(PETER_SEED)[1:])
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )
    note = text + (
        "\n\u2014 PeterNeumann "
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert key.public_key() == public(PETER_KEY)
    assert b64decode(note.split()[-1]) == key_id("PeterNeumann", key.public_key()) + key.sign(text.encode())
    assert fault_of(note, "PeterNeumann", key.public_key()) == "malformed"
    assert fault_of(note.replace("answer", "question"), "PeterNeumann", key.public_key()) == "wrong_signature"


def test_a_head_is_three_lines_a_gap_and_a_signature() -> None:
    lines = NOTE.split("\n")
    assert lines[:4] == [NAME, "20852163", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", ""]
    assert lines[4].startswith(f"\u2014 {NAME} ")
    assert lines[5:] == [""]
    assert opened(NOTE, NAME, PUBLIC) == HEAD


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30),
    st.integers(0, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20), max_size=2),
)
def test_what_was_signed_is_what_is_opened(origin: str, size: int, root: bytes, further: list[str]) -> None:
    head = Checkpoint(origin, size, root, tuple(further))
    assert opened(signed(head, NAME, KEY), NAME, PUBLIC, origin=origin) == head


def test_signatures_of_others_are_not_looked_at() -> None:
    text, own = NOTE.split("\n\n")
    others = [
        "\u2014 witness.example.org AAAAAAAA",
        f"\u2014 {NAME} {b64encode(b'another key of this name').decode()}",
        signed(HEAD, NAME, OTHER_KEY).split("\n")[4],
        *GO_NOTE.split("\n")[4:5],
        *(f"\u2014 post.quantum{number}.example {b64encode(bytes(5_000)).decode()}" for number in range(16)),
    ]
    assert opened("\n".join([text, "", *others, own]), NAME, PUBLIC) == HEAD
    assert opened("\n".join([text, "", own.strip(), *others, ""]), NAME, PUBLIC) == HEAD


@pytest.mark.parametrize(
    ("note", "fault"),
    [
        ("", "malformed"),
        (HEAD.text, "malformed"),
        (HEAD.text + "\n", "malformed"),
        (NOTE[:-1], "malformed"),
        (NOTE + "\n", "malformed"),
        (NOTE + NOTE.split("\n")[4], "malformed"),
        (NOTE + "something\n", "malformed"),
        ("\n" + NOTE[NOTE.index("\n\n") + 1 :], "malformed"),
        (NOTE.replace("\n", "\r\n"), "malformed"),
        ("\x00" + NOTE, "malformed"),
        ("\ud800" + NOTE, "malformed"),
        (NOTE.replace("\u2014", "-"), "malformed"),
        (NOTE.replace("\u2014 ", "\u2014  "), "malformed"),
        (NOTE.replace(f"\u2014 {NAME}", "\u2014 a+b"), "malformed"),
        (NOTE.replace(f"\u2014 {NAME}", "\u2014 a\u00a0b"), "malformed"),
        (NOTE[:-3] + "!\n", "malformed"),
        (NOTE.replace(f"\u2014 {NAME}", "\u2014 somebody"), "unsigned"),
        (signed(HEAD, NAME, OTHER_KEY), "unsigned"),
        (NOTE.replace("20852163", "20852164"), "wrong_signature"),
        (NOTE.replace(NAME, "other.example.org/log", 1), "wrong_signature"),
        (NOTE + NOTE.split("\n")[4][:-8] + "AAAAAAA=\n", "wrong_signature"),
        (signed(Checkpoint("other.example.org/log", 1, bytes(32)), NAME, KEY), "other_log"),
        (NOTE + "\u2014 a AAAA\n" * LONGEST_NOTE, "too_large"),
        (resigned(f"{NAME}\n1\n"), "malformed"),
        (resigned(f"{NAME}\n01\n{'A' * 43}=\n"), "malformed"),
        (resigned(f"{NAME}\n-1\n{'A' * 43}=\n"), "malformed"),
        (resigned(f"{NAME}\n1\u0661\n{'A' * 43}=\n"), "malformed"),
        (resigned(f"{NAME}\n{2**63}\n{'A' * 43}=\n"), "malformed"),
        (resigned(f"{NAME}\n{'9' * 5000}\n{'A' * 43}=\n"), "malformed"),
        (resigned(f"{NAME}\n1\n{'A' * 42}B=\n"), "malformed"),
        (resigned(f"{NAME}\n1\n{'A' * 40}\n"), "malformed"),
        (resigned(f"{NAME}\n1\n{'A' * 43}=\n\n"), "malformed"),
        (resigned("\n"), "malformed"),
    ],
    ids=range(33),
)
def test_what_is_no_head_of_this_log_is_refused_and_why(note: str, fault: str) -> None:
    assert fault_of(note) == fault


@pytest.mark.parametrize(
    "stated",
    [("", 1, bytes(32)), ("a\nb", 1, bytes(32)), ("a\tb", 1, bytes(32)), ("a", -1, bytes(32)),
     ("a", 2**63, bytes(32)), ("a", 1, bytes(31)), ("a", 1, bytes(32), ("",))],
)  # fmt: skip
def test_what_cannot_be_written_line_by_line_is_no_head(stated: tuple[str, int, bytes]) -> None:
    with pytest.raises(HeadRefusedError):
        Checkpoint(*stated)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n", "a\u2003b", "a\x00"])
def test_no_key_has_a_name_with_spaces_or_plus(name: str) -> None:
    with pytest.raises(HeadRefusedError):
        signed(HEAD, name, KEY)


@given(st.integers(0, len(NOTE) - 1), st.characters())
def test_no_character_of_a_head_can_be_another(at: int, character: str) -> None:
    changed = NOTE[:at] + character + NOTE[at + 1 :]
    if changed != NOTE:
        assert fault_of(changed) in {"malformed", "unsigned", "wrong_signature"}


@given(
    st.text()
    | st.lists(st.sampled_from([*NOTE.split("\n"), "\n", "\n\n", " ", "\u2014", "A=", "0"])).map("".join)
)
def test_nothing_but_a_refusal_comes_of_any_text(text: str) -> None:
    for note in (text, resigned(text) if text.isascii() else text):
        try:
            assert opened(note, NAME, PUBLIC).origin == NAME
        except HeadRefusedError as error:
            assert str(error)
