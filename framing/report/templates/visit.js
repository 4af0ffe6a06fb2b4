// Addresses of articles become links. Everything from outside is set as text, never as markup.
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
})();
