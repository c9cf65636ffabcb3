(() => {
  const address = document.body.dataset.awake;
  const pause = 2 * 60 * 1000;
  let last = Date.now();
  document.addEventListener("input", () => {
    if (Date.now() - last < pause) return;
    last = Date.now();
    fetch(address, { credentials: "same-origin" });
  });
})();
