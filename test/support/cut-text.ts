import type { Page } from "playwright-core";

// It runs in the page, whose types the tests outside of it do not know.
const search = `(() => {
  const found = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const isBeyond = (rect, edge, clipsX, clipsY) =>
    (clipsX && (rect.left < edge.left - 1 || rect.right > edge.right + 1)) ||
    (clipsY && (rect.top < edge.top - 2 || rect.bottom > edge.bottom + 2));
  const cuts = (value) => value === "hidden" || value === "clip";
  function isCut(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
    for (let box = node.parentElement; box && rects.length > 0; box = box.parentElement) {
      const style = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      // For the ears alone.
      if (edge.width <= 1 || style.visibility === "hidden" || style.opacity === "0") return false;
      // What can be scrolled to is not lost, and what is shortened with dots says so.
      if (/auto|scroll/.test(style.overflowX + style.overflowY)) return false;
      if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") return false;
      const [x, y] = [cuts(style.overflowX), cuts(style.overflowY)];
      if (rects.some((rect) => isBeyond(rect, edge, x, y))) return true;
    }
    return false;
  }
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    if (node.data.trim() !== "" && isCut(node)) found.push(node.data.trim().slice(0, 80));
  }
  for (const part of document.querySelectorAll("button, select, .button, .badge")) {
    if (part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0) {
      found.push(part.textContent.trim().slice(0, 80));
    }
  }
  return found;
})()`;

/** Text that is there and that nobody can see the whole of, because a box that does not scroll ends before it. */
export function cutTextOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(search);
}
