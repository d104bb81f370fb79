"""Templates to pages: one environment a language, words and formats included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined

from diversity_platform.web import assets, marks
from diversity_platform.web.formats import Formats
from diversity_platform.web.languages import LANGUAGES, OFFERED, translations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from diversity_platform.web.languages import Language


class Pages:
    """Renders the templates of all slices.

    Parameters
    ----------
    packages
        Packages with a folder ``templates``, besides ours.
    everywhere
        What every template may use.
    """

    def __init__(self, packages: Sequence[str], everywhere: Mapping[str, object]) -> None:
        names = ("diversity_platform.web", *packages)
        loader = ChoiceLoader([PackageLoader(name) for name in names])
        self._environments = {
            language.code: environment(language, loader, everywhere) for language in LANGUAGES.values()
        }

    def render(self, template: str, language: Language, /, **context: object) -> str:
        """Render a template in a language."""
        return self._environments[language.code].get_template(template).render(**context)


def environment(
    language: Language, loader: BaseLoader, everywhere: Mapping[str, object], *, is_html: bool = True
) -> Environment:
    """Return an environment with the words and formats of a language."""
    environment = Environment(
        loader=loader,
        autoescape=is_html,  # noqa: S701 - mails are plain text, in which nothing has to be escaped
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    extended: Any = environment  # the extension adds its methods at run time
    extended.install_gettext_translations(translations(language.code), newstyle=True)
    formats = Formats(language.locale)
    environment.filters.update(number=formats.number, percent=formats.percent)
    environment.filters.update(date=formats.date, moment=formats.moment)
    environment.filters["sentence"] = _sentence
    environment.globals.update(
        everywhere,
        language=language,
        offered=OFFERED,
        asset=assets.address,
        axis_of=marks.axis,
        interval_of=marks.interval,
        rank_of=marks.rank_interval,
        bar_of=marks.share_bar,
        around_none=marks.around_none,
    )
    return environment


def _sentence(text: str) -> str:
    """Begin a text with a capital letter, and leave the rest as it is."""
    return text[:1].upper() + text[1:]
