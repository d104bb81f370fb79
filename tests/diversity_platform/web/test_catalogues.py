"""The catalogues hold what the pages say, all of it, in texts that can be filled in and are set well."""

from __future__ import annotations

import io
import re
import shlex
import tomllib
from gettext import c2py
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from diversity_platform.web.languages import LANGUAGES, OFFERED, SOURCE, translations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message

    #: A text, or a text for one and a text for many.
    Texts = tuple[str, ...]

PACKAGE = "diversity_platform"
CODES = [code for code in LANGUAGES if code != SOURCE]
COMPLETE = [language.code for language in OFFERED if language.code != SOURCE]
#: What the style guide needs; languages that are not complete have at least this.
STYLE_GUIDE = re.compile(r"web/(templates/web/(base|styleguide|macros/\w+)\.html|styleguide\.py)")
#: French texts that read the same in English.
SAME_AS_ENGLISH = {
    "%(num)s start-up", "%(state)s (%(number)s)", "Contact", "Importance", "Points", "Score", "Signal",
    "Type", "Version", "Versions", "version %(version)s",
}  # fmt: skip

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def command(root: Path) -> list[str]:
    """Return the words of the command that `make words` collects with."""
    recipe = re.search(
        r"^words:.*\n((?:\t.*\n)+)", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert recipe is not None
    return shlex.split(recipe[1].replace("\\\n", " ").splitlines()[0])


@pytest.fixture(scope="module")
def said(root: Path, command: list[str]) -> dict[str, set[Texts]]:
    """Return what each file of the package says, extracted as `make words` does."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    mappings = project["tool"]["babel"]["mappings"]
    keywords = [command[place + 1] for place, word in enumerate(command) if word == "--keyword"]
    found: dict[str, set[Texts]] = {}
    for file, _, texts, _, _ in extract_from_dir(
        root / PACKAGE,
        method_map=[(mapping["pattern"], mapping["method"]) for mapping in mappings],
        options_map={mapping["pattern"]: mapping for mapping in mappings},
        keywords={**DEFAULT_KEYWORDS, **dict.fromkeys(keywords)},
    ):
        found.setdefault(file, set()).add((texts,) if isinstance(texts, str) else tuple(texts))
    return found


def catalogue(root: Path, name: str) -> Catalog:
    code = name.partition(".")[0]
    with (root / PACKAGE / "web" / "locale" / name).open("rb") as stream:
        return read_po(stream, locale=code if code in LANGUAGES else None)


def entries(root: Path, code: str) -> list[Message]:
    return [message for message in catalogue(root, f"{code}.po") if message.id]


def english(message: Message) -> Texts:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms(message: Message) -> Texts:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def translated(root: Path, code: str) -> list[Message]:
    return [message for message in entries(root, code) if any(forms(message))]


def joined(parts: Iterable[set[Texts]]) -> set[Texts]:
    return set().union(*parts)


def names(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def as_read(text: str) -> str:
    """Return a text as its reader gets it, the names of its fields in place of their values."""
    return text % {name: name for name in names(text)}


def french(root: Path) -> dict[str, str]:
    return {form: as_read(form) for message in entries(root, "fr") for form in forms(message)}


# --------------------------------------------------------------------------- up to date


def test_every_file_with_words_is_among_those_that_make_words_reads(
    said: dict[str, set[Texts]], command: list[str]
) -> None:
    read = tuple(word.removeprefix(f"{PACKAGE}/") for word in command if word.startswith(f"{PACKAGE}/"))
    assert len(said) > 10
    assert [
        file for file in said if file not in read and not file.startswith(tuple(f"{r}/" for r in read))
    ] == []


@pytest.mark.parametrize("name", ["messages.pot", *(f"{code}.po" for code in CODES)])
def test_catalogue_holds_what_the_product_says_and_nothing_else(
    name: str, said: dict[str, set[Texts]], root: Path
) -> None:
    wanted = joined(said.values())
    held = {english(message) for message in catalogue(root, name) if message.id}
    assert len(held) > 200
    assert {"missing": sorted(wanted - held), "superfluous": sorted(held - wanted)} == {
        "missing": [],
        "superfluous": [],
    }, "make words collects them anew"


@pytest.mark.parametrize("code", CODES)
def test_catalogue_is_laid_out_as_make_words_leaves_it(code: str, root: Path) -> None:
    written = io.BytesIO()
    write_po(written, catalogue(root, f"{code}.po"), width=0, omit_header=True, ignore_obsolete=True)
    assert (root / PACKAGE / "web" / "locale" / f"{code}.po").read_bytes() == written.getvalue()


# --------------------------------------------------------------------------- complete


@pytest.mark.parametrize("code", COMPLETE)
def test_offered_language_says_everything(code: str, root: Path) -> None:
    open_ones = [message.id for message in entries(root, code) if message.fuzzy or not all(forms(message))]
    assert open_ones == []


@pytest.mark.parametrize("code", CODES)
def test_base_template_and_style_guide_are_in_every_language(
    code: str, said: dict[str, set[Texts]], root: Path
) -> None:
    files = {file: texts for file, texts in said.items() if STYLE_GUIDE.fullmatch(file)}
    assert {file.rpartition("/")[2] for file in files} == {
        "base.html", "styleguide.html", "styleguide.py", "figures.html", "forms.html", "layout.html"
    }  # fmt: skip
    done = {english(message) for message in entries(root, code) if all(forms(message)) and not message.fuzzy}
    assert sorted(joined(files.values()) - done) == []


def test_nothing_is_left_in_english(root: Path) -> None:
    same = {text for message in entries(root, "fr") for text in english(message) if text in forms(message)}
    assert sorted(same - SAME_AS_ENGLISH) == []


# --------------------------------------------------------------------------- filled in


def accepted(message: Message, place: int, plural_rule: str) -> list[set[str]]:
    """Return which fields a form may name: those of the English for the numbers that it stands for."""
    texts = english(message)
    if len(texts) == 1:
        return [names(texts[0])]
    rule = c2py(plural_rule)
    numbers = [number for number in range(1000) if rule(number) == place]
    if 1 in numbers:
        return [names(texts[0])]
    if len(numbers) == 1:  # a dual says "two" by itself
        return [names(texts[0]), names(texts[1])]
    return [names(texts[1])]


@pytest.mark.parametrize("code", CODES)
def test_every_form_names_the_fields_of_its_english(code: str, root: Path) -> None:
    rule = catalogue(root, f"{code}.po").plural_expr
    assert sum(bool(names(form)) for message in translated(root, code) for form in forms(message)) > 5
    assert [
        form
        for message in translated(root, code)
        for place, form in enumerate(forms(message))
        if names(form) not in accepted(message, place, rule)
    ] == []


@pytest.mark.parametrize("code", CODES)
def test_every_form_can_be_filled_in_because_its_per_cent_signs_are_doubled(code: str, root: Path) -> None:
    texts = [text for message in translated(root, code) for text in (*english(message), *forms(message))]
    assert any("%%" in text for text in texts)
    single = [text for text in texts if "%" in PLACEHOLDER.sub("", text).replace("%%", "")]
    assert single == []
    assert [text for text in texts if as_read(text).count("%") != text.count("%%")] == []


@pytest.mark.parametrize("code", COMPLETE)
def test_offered_language_has_a_plural_for_every_english_plural(code: str, root: Path) -> None:
    expected = catalogue(root, f"{code}.po").num_plurals
    plurals = [message for message in entries(root, code) if message.pluralizable]
    assert len(plurals) > 1
    assert [message.id for message in plurals if len(forms(message)) != expected] == []


def test_in_french_zero_is_singular(root: Path) -> None:
    words = translations("fr")
    for message in entries(root, "fr"):
        if message.pluralizable:
            one, many = forms(message)
            assert [words.ngettext(*message.id, number) for number in (0, 1, 2, 11)] == [one, one, many, many]
    assert words.ngettext("%(num)s company found.", "%(num)s companies found.", 0) % {"num": 0} == (
        "0 entreprise trouvée."
    )


def test_arabic_counts_in_six_forms() -> None:
    """After 3 to 10 stands a plural, after 11 to 99 an accusative singular, after hundreds a genitive one."""
    words = translations("ar")
    numbers = (0, 1, 2, 3, 10, 11, 99, 100, 103)
    assert [
        words.ngettext("There is a fault", "There are %(num)s faults", n) % {"num": n} for n in numbers
    ] == [
        "لا توجد أخطاء",
        "يوجد خطأ واحد",
        "يوجد خطآن",
        "توجد 3 أخطاء",
        "توجد 10 أخطاء",
        "يوجد 11 خطأً",
        "يوجد 99 خطأً",
        "يوجد 100 خطأ",
        "توجد 103 أخطاء",
    ]


# --------------------------------------------------------------------------- set


@pytest.mark.parametrize("code", CODES)
def test_no_text_has_stray_spaces(code: str, root: Path) -> None:
    stray = re.compile(r"^\s|\s$|\s\s|[\n\t]")
    assert [form for message in entries(root, code) for form in forms(message) if stray.search(form)] == []


@pytest.mark.parametrize("code", CODES)
def test_every_form_ends_with_the_mark_of_its_english(code: str, root: Path) -> None:
    def mark(text: str) -> str:
        return text[-1] if text[-1] in ".:?;,!" else ""

    other = {"ar": str.maketrans("؟؛،", "?;,")}.get(code, {})
    assert [
        form
        for message in translated(root, code)
        for form in forms(message)
        if mark(form.translate(other)) != mark(english(message)[0])
    ] == []


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("curly apostrophes and guillemets, no straight quotes", re.compile("[\"'“”]")),
        ("a no-break space before a colon", re.compile(f"(?<!{NO_BREAK}):")),
        ("a narrow no-break space before ; ? ! %", re.compile(f"(?<!{NARROW})[;?!%]")),
        ("a no-break space inside guillemets", re.compile(f"«(?!{NO_BREAK})|(?<!{NO_BREAK})»")),
    ],
)
def test_french_is_set_as_french(rule: str, fault: re.Pattern[str], root: Path) -> None:
    assert [form for form, read in french(root).items() if fault.search(read)] == [], rule


def test_arabic_has_its_own_marks(root: Path) -> None:
    latin = re.compile(r"[;?,](?!\d)")
    assert [form for message in entries(root, "ar") for form in forms(message) if latin.search(form)] == []
