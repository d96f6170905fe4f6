// Chosen pictures are shown before they are sent; a file that is too large is named at once, not after minutes of sending.
// The browser's own button speaks the browser's language, so ours stands in its place.
const MOST_BYTES = 25 * 1024 * 1024;
const isEnglish = () => document.documentElement.lang === "en";

export function previewFiles(root) {
  for (const input of root.querySelectorAll("input[data-files]:not([data-ready])")) {
    input.dataset.ready = "";
    const shown = document.createElement("div");
    shown.className = "previews";
    shown.setAttribute("aria-live", "polite");
    input.classList.add("hidden-input");
    input.after(ownButton(input), shown);
    input.addEventListener("change", () => show(input, shown));
  }
}

function ownButton(input) {
  const button = document.createElement("label");
  button.className = "button button-plain choose-files";
  button.htmlFor = input.id;
  button.textContent = isEnglish() ? "Choose files" : "选择文件";
  return button;
}

function show(input, shown) {
  for (const old of shown.querySelectorAll("img")) URL.revokeObjectURL(old.src);
  shown.replaceChildren(...[...input.files].map(preview));
  const large = [...input.files].find((file) => file.size > MOST_BYTES);
  const words = isEnglish() ? `${large?.name} is larger than 25 MB.` : `${large?.name} 超过 25 MB。`;
  input.setCustomValidity(large ? words : "");
  if (large) input.reportValidity();
}

function preview(file) {
  if (!file.type.startsWith("image/")) {
    const name = document.createElement("span");
    name.className = "file";
    name.textContent = file.name;
    return name;
  }
  const picture = document.createElement("img");
  picture.src = URL.createObjectURL(file);
  picture.alt = file.name;
  return picture;
}
