// Draws the figures of a page. Each stands as JSON in a data attribute; its colours come from the style sheet,
// so that light, dark and print need no other figure. A table with the same numbers stands beside each.
"use strict";
(() => {
  const quiet = { displayModeBar: false, responsive: true, plotlyServerURL: "", showSendToCloud: false, doubleClick: false };
  const frozen = { dragmode: false, paper_bgcolor: "transparent", plot_bgcolor: "transparent" };
  const shades = matchMedia("(prefers-color-scheme: dark)");

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  function painted(figure) {
    const { data, layout } = structuredClone(figure);
    for (const trace of data) {
      const tone = colour(trace.meta?.tone ?? "accent");
      trace.line = { ...trace.line, color: tone };
      trace.marker = { ...trace.marker, color: tone };
      for (const error of ["error_x", "error_y"]) if (trace[error]) trace[error].color = tone;
    }
    for (const shape of layout.shapes ?? []) {
      if (shape.name?.startsWith("lane-")) Object.assign(shape, { fillcolor: colour(shape.name), line: { width: 0 } });
      else shape.line = { ...shape.line, color: colour("quiet") };
    }
    for (const note of layout.annotations ?? []) note.font = { ...note.font, color: colour("quiet") };
    const family = getComputedStyle(document.body).fontFamily;
    layout.font = { ...layout.font, family, color: colour("ink"), size: 13 };
    layout.hoverlabel = { bgcolor: colour("sheet"), bordercolor: colour("edge"), font: { family, color: colour("ink"), size: 13 } };
    for (const [name, axis] of Object.entries(layout)) {
      if (!/^[xy]axis\d*$/.test(name)) continue;
      Object.assign(axis, { gridcolor: colour("line"), linecolor: colour("line"), fixedrange: true });
    }
    return { data, layout: { ...layout, ...frozen } };
  }

  function draw(element) {
    const { data, layout } = painted(JSON.parse(element.dataset.figure));
    element.classList.add("is-drawn");
    // the frame keeps the height: plotly.js forgets the figure's own when the window changes
    element.style.height = `${layout.height}px`;
    return Plotly.react(element, data, layout, quiet);
  }

  function drawAll(root = document) {
    root.querySelectorAll("[data-figure]").forEach(draw);
  }

  drawAll();
  shades.addEventListener("change", () => drawAll());
  // what a filter has swapped in is drawn too
  document.addEventListener("htmx:after:swap", () => drawAll());
})();
