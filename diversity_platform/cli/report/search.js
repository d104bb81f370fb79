// Narrows the list of companies while one types. Without script the whole list is there.
(() => {
  const box = document.querySelector("[data-search]");
  if (!box) return;
  const field = box.querySelector("input");
  const told = box.querySelector("[role=status]");
  const sections = [...document.querySelectorAll("[data-letter]")].map((section) => ({
    section,
    entries: [...section.querySelectorAll("li")].map((item) => ({ item, text: item.textContent.toLocaleLowerCase() })),
  }));
  box.hidden = false;
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLocaleLowerCase();
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
    told.textContent = wanted ? (found ? `${found} found.` : "No company of that name. Try a shorter part of it.") : "";
  });
})();
