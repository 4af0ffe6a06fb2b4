// The pairs of one outlet, speaker or kind of difference.
(() => {
  const form = document.getElementById("pairs-sift");
  if (!form) return;
  const pairs = Array.from(document.querySelectorAll("#pairs-all > .sides"));
  const sift = () => {
    const wanted = Array.from(form.querySelectorAll("select"), (s) => [s.dataset.sift, s.value]).filter((w) => w[1]);
    let left = 0;
    for (const pair of pairs) {
      pair.hidden = !wanted.every(([key, value]) => pair.dataset[key].split("|").includes(value));
      left += !pair.hidden;
    }
    document.getElementById("pairs-left").textContent = left + " of " + pairs.length;
  };
  form.addEventListener("input", sift);
  form.addEventListener("submit", (event) => event.preventDefault());
  sift();
})();
