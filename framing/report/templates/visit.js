// Addresses of articles become links, large figures are unpacked. Everything from outside is set as text, never as markup.
(() => {
  for (const node of document.querySelectorAll("[data-url]")) {
    if (!/^https?:\/\//i.test(node.dataset.url)) continue;
    const a = document.createElement("a");
    a.href = node.dataset.url;
    a.rel = "noopener noreferrer";
    a.target = "_blank";
    node.before(a);
    a.append(node);
  }
  // On a narrow page a table's rows stand as cards: each cell says what its column is called.
  for (const table of document.querySelectorAll("table.cards")) {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent);
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, place) => {
        if (cell.tagName !== "TD") return;
        cell.dataset.head = heads[place];
        const held = document.createElement("span");
        held.append(...cell.childNodes);
        cell.append(held);
      });
    }
    table.classList.add("stack");
  }
  // What is wider than its place says so: a finger finds no bar to pull.
  const ends = (box) => {
    const wide = box.clientWidth > 0 && box.scrollWidth > box.clientWidth + 1;
    box.classList.toggle("sideways", wide);
    // Keys scroll it too, down as well.
    if (wide || box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    box.classList.toggle("at-end", box.scrollLeft > 0 && box.scrollLeft + box.clientWidth >= box.scrollWidth - 2);
  };
  const watcher = new ResizeObserver((seen) => {
    for (const { target } of seen) ends(target.closest(".scroll"));
  });
  for (const box of document.querySelectorAll(".scroll")) {
    watcher.observe(box);
    if (box.firstElementChild) watcher.observe(box.firstElementChild);
    box.addEventListener("scroll", () => ends(box), { passive: true });
  }
  // Figures are folded; one button opens all of them, and folds them again.
  const all = document.getElementById("figures-all");
  if (all) {
    const drawn = [...document.querySelectorAll("details.drawn")];
    const told = () => (all.textContent = drawn.every((details) => details.open) ? "Fold all figures" : "Open all figures");
    all.hidden = false;
    all.addEventListener("click", () => {
      const open = !drawn.every((details) => details.open);
      for (const details of drawn) details.open = open;
    });
    for (const details of drawn) details.addEventListener("toggle", told);
  }
  // As a picture a drawing can run nothing and load nothing.
  report.ready.then(({ figures }) => {
    document.querySelectorAll("img[data-packed]").forEach((picture, number) => {
      picture.src = "data:image/svg+xml," + encodeURIComponent(figures[number]);
    });
  });
})();
