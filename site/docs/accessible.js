// What the theme adds to a page while it loads, as a reader without a mouse or without sight needs it: buttons beside code are
// no navigation, and what scrolls sideways can be reached.
(() => {
  const mend = () => {
    for (const buttons of document.querySelectorAll("nav.md-code__nav:not([role])")) buttons.setAttribute("role", "none");
    for (const wide of document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex]), .md-typeset pre > code:not([tabindex])")) {
      wide.tabIndex = wide.scrollWidth > wide.clientWidth ? 0 : -1;
    }
  };
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
  mend();
})();
