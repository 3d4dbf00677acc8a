// Comforts on top of pages that work without scripts: quotes light up with their notes, citations copy.
(() => {
  "use strict";

  const idsOf = (element) => (element.dataset.q || "").split(" ").filter(Boolean);

  const light = (id) => {
    for (const element of document.querySelectorAll(".text .on")) element.classList.remove("on");
    if (!id) return;
    for (const element of document.querySelectorAll(".text [data-q]")) {
      if (idsOf(element).includes(id)) element.classList.add("on");
    }
  };

  const fromAddress = () => {
    const match = /^#[qn]-(\w+)$/.exec(location.hash);
    return match ? match[1] : null;
  };

  const text = document.querySelector(".text");
  if (text) {
    let chosen = fromAddress();
    light(chosen);
    const under = (event) => {
      const element = event.target.closest("[data-q]");
      return element ? idsOf(element)[0] : null;
    };
    text.addEventListener("mouseover", (event) => light(under(event) || chosen));
    text.addEventListener("focusin", (event) => light(under(event) || chosen));
    text.addEventListener("mouseleave", () => light(chosen));
    text.addEventListener("click", (event) => {
      const quote = event.target.closest("[data-q]");
      if (!quote || event.target.closest("a")) return;
      if (String(getSelection())) return; // somebody is copying words, not asking who said them
      chosen = idsOf(quote)[0];
      light(chosen);
      history.replaceState(null, "", "#q-" + chosen);
      const note = document.getElementById("n-" + chosen);
      if (note) note.scrollIntoView({ block: "nearest" });
    });
    addEventListener("hashchange", () => {
      chosen = fromAddress();
      light(chosen);
    });
  }

  for (const button of document.querySelectorAll(".copy")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      const label = button.textContent;
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = label; }, 1500);
    });
  }

  const facets = document.querySelector(".facets details");
  if (facets && matchMedia("(max-width: 62rem)").matches) facets.open = false;

  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, .CodeMirror")) return;
    const box = document.querySelector("#q, #masthead-q");
    if (!box) return;
    event.preventDefault();
    box.focus();
  });
})();
