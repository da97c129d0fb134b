// Sorts what `wrangler dev` prints: everything goes to the log, errors also to the screen.
import { stripVTControlCharacters } from "node:util";

export type WorkerLogOptions = {
  readonly write: (line: string) => void;
  readonly report: (line: string) => void;
};

export type WorkerLog = {
  take(chunk: Buffer | string): void;
  /** The newest errors, oldest first. */
  errors(): readonly string[];
};

const errorsKept = 5;
const shownCharacters = 300;
const repeatedAfterMs = 10_000;

// The launcher's own probes would fill the log with nothing else.
const probeLine = /GET \/health 200 |"path":"\/health","status":200/;
const errorMark = /\[ERROR\]\s*(.+)/;

export function createWorkerLog({ write, report }: WorkerLogOptions): WorkerLog {
  const errors: string[] = [];
  const reportedAtMs = new Map<string, number>();
  let rest = "";

  const takeError = (text: string) => {
    const line = text.slice(0, shownCharacters);
    errors.push(line);
    errors.splice(0, errors.length - errorsKept);
    const now = performance.now();
    if (now - (reportedAtMs.get(line) ?? Number.NEGATIVE_INFINITY) < repeatedAfterMs) return;
    reportedAtMs.clear();
    reportedAtMs.set(line, now);
    report(line);
  };

  return {
    take(chunk) {
      const lines = (rest + stripVTControlCharacters(String(chunk))).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (probeLine.test(line)) continue;
        write(`${line}\n`);
        const error = errorMark.exec(line)?.[1];
        if (error) takeError(error);
      }
    },
    errors: () => errors,
  };
}
