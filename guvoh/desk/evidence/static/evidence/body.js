// A click into the picture places the mark and chooses its region. Without this, the links of the picture choose it.
const form = document.querySelector(".finding-form");
const map = form.querySelector(".body-map");
const fresh = map.querySelector(".body-new");
const box = map.viewBox.baseVal;

function show() {
  const x = parseFloat(form.elements.x.value);
  const y = parseFloat(form.elements.y.value);
  fresh.toggleAttribute("hidden", Number.isNaN(x) || Number.isNaN(y));
  if (Number.isNaN(x) || Number.isNaN(y)) return;
  fresh.setAttribute("cx", (x * box.width) / 100);
  fresh.setAttribute("cy", (y * box.height) / 100);
}

function choose(code) {
  for (const path of map.querySelectorAll("[data-region]")) {
    path.classList.toggle("is-chosen", path.dataset.region === code);
  }
}

map.addEventListener("click", (event) => {
  const path = event.target.closest("a")?.querySelector("[data-region]");
  if (!path) return;
  event.preventDefault();
  form.elements.x.value = form.elements.y.value = "";
  // a key chooses a region and points nowhere in it
  if (event.detail > 0) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    form.elements.x.value = ((100 * at.x) / box.width).toFixed(1);
    form.elements.y.value = ((100 * at.y) / box.height).toFixed(1);
  }
  form.querySelector(`input[name="region"][value="${path.dataset.region}"]`).checked = true;
  choose(path.dataset.region);
  show();
});

form.addEventListener("change", (event) => {
  if (event.target.name !== "region") return;
  form.elements.x.value = form.elements.y.value = "";
  choose(event.target.value);
  show();
});

const chosen = form.querySelector('input[name="region"]:checked');
if (chosen) choose(chosen.value);
show();
