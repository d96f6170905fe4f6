// On a phone a wide table is read row by row: each cell says which column it stands in.
export function labelCells(root) {
  for (const table of root.querySelectorAll(".table-frame > table:not(.cases):not(.matrix):not([data-labelled])")) {
    table.dataset.labelled = "";
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    for (const row of table.tBodies[0]?.rows ?? []) {
      for (const [at, cell] of [...row.cells].entries()) {
        if (cell.tagName === "TD" && cell.colSpan === 1 && heads[at]) cell.dataset.label = heads[at];
      }
    }
  }
}

// The tab that is open is in sight, even where the tabs are wider than the window.
export function showTab(root) {
  for (const tabs of root.querySelectorAll(".tabs")) {
    const tab = tabs.querySelector("[aria-current]");
    if (tab && tabs.scrollWidth > tabs.clientWidth) tabs.scrollLeft = tab.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2;
  }
}
