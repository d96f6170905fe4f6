// The little that pages do beyond links and forms. Every page works without it.
import htmx from "htmx.org/dist/htmx.esm.js";
import { narrowLists } from "./narrowing.js";
import { previewFiles } from "./files.js";
import { drawMaps } from "./map.js";
import { keepKeys, sendOnce } from "./sending.js";

document.documentElement.classList.add("js");

function enhance(root) {
  keepKeys(root);
  narrowLists(root);
  previewFiles(root);
  drawMaps(root);
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

sendOnce(document);
htmx.onLoad((added) => {
  if (added !== document.body) enhance(added.parentElement ?? added);
});
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => enhance(document));
else enhance(document);
