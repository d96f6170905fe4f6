// The little that pages do beyond links and forms. Every page works without it.
import htmx from "htmx.org/dist/htmx.esm.js";
import { narrowLists } from "./narrowing.js";
import { previewFiles } from "./files.js";
import { growLines } from "./lines.js";
import { drawMaps } from "./map.js";
import { keepKeys, sendOnce } from "./sending.js";
import { labelCells, showTab } from "./tables.js";

document.documentElement.classList.add("js");

function enhance(root) {
  keepKeys(root);
  narrowLists(root);
  previewFiles(root);
  drawMaps(root);
  growLines(root);
  labelCells(root);
  showTab(document);
  for (const form of root.querySelectorAll("form[data-auto]")) {
    form.addEventListener("change", () => form.requestSubmit());
  }
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  const box = document.querySelector("[data-slash]");
  if (event.key === "/" && !typing && box) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

// Who has begun to choose a category is not interrupted by a suggestion that comes late.
document.addEventListener("htmx:beforeSwap", (event) => {
  const picker = event.detail.target.closest?.(".picker");
  const begun = picker?.querySelector("input:checked, [type=search]:not(:placeholder-shown)");
  if (begun && event.detail.requestConfig.elt.matches("textarea")) event.detail.shouldSwap = false;
});

sendOnce(document);
htmx.onLoad((added) => {
  if (added !== document.body) enhance(added.parentElement ?? added);
});
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => enhance(document));
else enhance(document);
