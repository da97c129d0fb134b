// What the person at the terminal sees once everything runs.
import { relative } from "node:path";

export type ScreenFacts = {
  readonly headline: string;
  readonly note: string | undefined;
  readonly workerUrl: string;
  readonly operatorKey: string;
  readonly stateFolder: string;
  readonly dataFolder: string;
  readonly currentFolder: string;
  readonly stop: string;
};

const labelColumns = 12;

/** One screen, at most as wide as the curl line, which must survive being pasted. */
export function screenOf(facts: ScreenFacts, isColored: boolean): string {
  const bold = (text: string) => (isColored ? `\u001b[1m${text}\u001b[22m` : text);
  const dim = (text: string) => (isColored ? `\u001b[2m${text}\u001b[22m` : text);
  const row = (label: string, text: string) => `  ${dim(label.padEnd(labelColumns))}${text}`;
  const path = (folder: string) => shortPathOf(folder, facts.currentFolder);

  const lines = [
    "",
    `  ${bold(facts.headline)}`,
    ...(facts.note === undefined ? [] : [`  ${facts.note}`]),
    "",
    row("API", `${facts.workerUrl}/v1`),
    row("Reference", `${facts.workerUrl}/docs`),
    row("OpenAPI", `${facts.workerUrl}/openapi.json`),
    row("Health", `${facts.workerUrl}/health`),
    "",
    row("Studio", `${facts.workerUrl}/studio`),
    row("Donate", `${facts.workerUrl}/donate/budi`),
    row("Mailbox", `${facts.workerUrl}/dev/mailbox`),
    "",
    row("Key", facts.operatorKey),
    row("Try it", bold(curlOf(facts))),
    "",
    row("Data", `${path(facts.dataFolder)} (kept between runs)`),
    row("Logs", `${path(facts.stateFolder)}/logs`),
    row("Stop", facts.stop),
    row("Start over", "npm start -- --fresh"),
    "",
  ];
  return lines.join("\n");
}

function curlOf({ workerUrl, operatorKey }: ScreenFacts): string {
  return `curl -s ${workerUrl}/v1/wallets -H "Authorization: Bearer ${operatorKey}"`;
}

function shortPathOf(path: string, currentFolder: string): string {
  const short = relative(currentFolder, path);
  return short.startsWith("..") || short === "" ? path : short;
}
