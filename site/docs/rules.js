// The filter of the index of rules: shows the rows that contain every word of the query.
(() => {
  const filter = document.querySelector(".rules-filter");
  if (!filter) return;
  const query = filter.querySelector("input");
  const count = filter.querySelector("[role=status]");
  const rows = [...filter.closest("article").querySelector("table").tBodies[0].rows];
  const texts = rows.map((row) => row.textContent.toLowerCase());

  const show = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      row.hidden = !words.every((word) => texts[index].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    count.textContent = `${shown} of ${rows.length} rules`;
  };

  filter.hidden = false;
  query.addEventListener("input", show);
  show();
})();
