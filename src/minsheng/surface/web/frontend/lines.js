// Lines of a table in a form: a button adds an empty one. Without script there are always some empty ones.
export function growLines(root) {
  for (const frame of root.querySelectorAll("[data-lines]:not([data-grown])")) {
    frame.dataset.grown = "";
    const body = frame.querySelector("tbody");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-plain";
    button.textContent = frame.dataset.lines;
    button.addEventListener("click", () => {
      const row = body.rows[body.rows.length - 1].cloneNode(true);
      for (const box of row.querySelectorAll("input, select")) {
        box.value = "";
        box.id = `${box.id}_${body.rows.length + 1}`;
      }
      body.append(row);
      row.querySelector("input, select")?.focus();
    });
    frame.after(button);
  }
}
