export type Child = Node | string | null | undefined | readonly Child[];

type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Makes an element. Text becomes text nodes and never markup, so whatever an API document holds
 * stays inert; and there is no way to pass an event handler or a style as an attribute.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? "" : value);
  }
  append(made, children);
  return made;
}

function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === "") continue;
    if (typeof child === "string") parent.appendChild(document.createTextNode(child));
    else if (child instanceof Node) parent.appendChild(child);
    else append(parent, child);
  }
}

/** A button that does one thing. */
export function button(
  label: Child,
  onPress: (event: Event) => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const made = element("button", { type: "button", class: "button", ...attributes }, label);
  made.addEventListener("click", onPress);
  return made;
}

const svgNamespace = "http://www.w3.org/2000/svg";

/** A picture of one stroked path, for icons that say the same as the name beside them. */
export function icon(path: string, fill = "none"): SVGSVGElement {
  const picture = document.createElementNS(svgNamespace, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(svgNamespace, "path");
  shape.setAttribute("d", path);
  shape.setAttribute("fill", fill);
  shape.setAttribute("stroke", "currentColor");
  shape.setAttribute("stroke-width", "1.8");
  shape.setAttribute("stroke-linecap", "round");
  shape.setAttribute("stroke-linejoin", "round");
  picture.append(shape);
  return picture;
}
