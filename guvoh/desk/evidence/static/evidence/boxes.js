// Drawing a box on a picture fills in the form; without this the edges are typed.
"use strict";
(() => {
  const form = () => document.getElementById("box-form");
  const percent = (value, whole) => Math.round(Math.min(Math.max(value / whole, 0), 1) * 1000) / 10;
  let begun = null;

  const place = (event, area) => {
    const box = area.getBoundingClientRect();
    return [percent(event.clientX - box.left, box.width), percent(event.clientY - box.top, box.height)];
  };
  const edges = ([x, y]) => ({
    left: Math.min(begun.x, x), top: Math.min(begun.y, y), right: Math.max(begun.x, x), bottom: Math.max(begun.y, y),
  });

  document.addEventListener("pointerdown", (event) => {
    const area = event.target.closest(".drawable");
    if (!area || !form()) return;
    document.querySelectorAll(".drawn").forEach((old) => old.remove());
    const outline = area.appendChild(document.createElement("div"));
    outline.className = "drawn";
    const [x, y] = place(event, area);
    begun = { area, outline, x, y };
    area.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (!begun) return;
    const drawn = edges(place(event, begun.area));
    Object.assign(begun.outline.style, {
      left: `${drawn.left}%`, top: `${drawn.top}%`,
      width: `${drawn.right - drawn.left}%`, height: `${drawn.bottom - drawn.top}%`,
    });
  });
  document.addEventListener("pointerup", (event) => {
    if (!begun) return;
    const drawn = edges(place(event, begun.area));
    for (const [name, value] of Object.entries(drawn)) form().elements[name].value = value;
    form().elements.frame.value = begun.area.dataset.frame;
    begun = null;
  });
})();
