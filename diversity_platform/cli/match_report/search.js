// Narrows the list of start-ups while one types. Without script the whole list is there.
(() => {
  const box = document.querySelector("[data-search]");
  if (!box) return;
  const field = box.querySelector("input");
  const told = box.querySelector("[role=status]");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const sections = [...document.querySelectorAll("[data-letter]")].map((section) => ({
    section,
    entries: [...section.querySelectorAll("li")].map((item) => ({ item, text: plain(item.textContent) })),
  }));
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  box.hidden = false;
  field.addEventListener("input", () => {
    const wanted = plain(field.value.trim());
    let found = 0;
    for (const { section, entries } of sections) {
      let here = 0;
      for (const { item, text } of entries) {
        item.hidden = !text.includes(wanted);
        here += item.hidden ? 0 : 1;
      }
      section.hidden = here === 0;
      found += here;
    }
    const { some, none } = box.dataset;
    told.textContent = wanted ? (found ? some.replace("#", numbers.format(found)) : none) : "";
  });
})();
