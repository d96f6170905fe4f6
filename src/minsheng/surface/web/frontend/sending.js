// A form is sent once: a second click while the first is on its way does nothing. The server would know it again anyway.
export function sendOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.classList.contains("is-sending")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.classList.add("is-sending");
  }, true);
  const release = () => {
    for (const form of root.querySelectorAll("form.is-sending")) form.classList.remove("is-sending");
  };
  window.addEventListener("pageshow", release); // back from the next page
  root.addEventListener("htmx:afterRequest", release);
}
