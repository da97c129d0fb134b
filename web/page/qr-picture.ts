import { qrCodeOf } from "./qr-code.ts";

const svgNamespace = "http://www.w3.org/2000/svg";
// Readers need four light squares all around.
const quiet = 4;

/** A QR code as a picture: always dark on white, because not every reader knows the opposite. */
export function qrPicture(text: string, name: string): SVGSVGElement {
  const code = qrCodeOf(text);
  const size = code.length + quiet * 2;
  const picture = document.createElementNS(svgNamespace, "svg");
  picture.setAttribute("viewBox", `0 0 ${size} ${size}`);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", name);
  picture.setAttribute("class", "qr");
  picture.setAttribute("shape-rendering", "crispEdges");
  const paper = document.createElementNS(svgNamespace, "path");
  paper.setAttribute("d", `M0 0h${size}v${size}H0z`);
  paper.setAttribute("fill", "#fff");
  const ink = document.createElementNS(svgNamespace, "path");
  const squares = code.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x + quiet} ${y + quiet}h1v1h-1z`] : [])),
  );
  ink.setAttribute("d", squares.join(""));
  ink.setAttribute("fill", "#000");
  picture.append(paper, ink);
  return picture;
}

const savedSquarePx = 10;

/** The same as a file, for wallets that read codes from the gallery of the phone that shows this page. */
export function saveQrPicture(text: string, fileName: string): void {
  const code = qrCodeOf(text);
  const canvas = document.createElement("canvas");
  canvas.width = (code.length + quiet * 2) * savedSquarePx;
  canvas.height = canvas.width;
  const brush = canvas.getContext("2d");
  if (!brush) return;
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.fillStyle = "#000";
  for (const [y, row] of code.entries()) {
    for (const [x, isDark] of row.entries()) {
      if (!isDark) continue;
      const [left, top] = [(x + quiet) * savedSquarePx, (y + quiet) * savedSquarePx];
      brush.fillRect(left, top, savedSquarePx, savedSquarePx);
    }
  }
  canvas.toBlob((file) => {
    if (!file) return;
    const address = URL.createObjectURL(file);
    const link = document.createElement("a");
    link.href = address;
    link.download = fileName;
    link.click();
    URL.revokeObjectURL(address);
  });
}
