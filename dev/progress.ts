// Shows what is being waited for, once it takes longer than a second.

export type Progress = {
  /** Runs a step under a name like "Starting the Worker". */
  during<Result>(name: string, step: () => Promise<Result>): Promise<Result>;
  /** Prints a line of its own, above whatever is being waited for. */
  say(line: string): void;
};

export type Output = {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
};

const patienceMs = 1000;
const clearLine = "\r\u001b[2K";

export function createProgress(output: Output): Progress {
  const slow = new Set<string>();
  const isLive = Boolean(output.isTTY);

  const redraw = () => {
    if (!isLive) return;
    output.write(slow.size === 0 ? clearLine : `${clearLine}  ${[...slow].join(", ")}...`);
  };

  return {
    async during(name, step) {
      const timer = setTimeout(() => {
        slow.add(name);
        if (isLive) redraw();
        else output.write(`  ${name}...\n`);
      }, patienceMs);
      try {
        return await step();
      } finally {
        clearTimeout(timer);
        if (slow.delete(name)) redraw();
      }
    },
    say(line) {
      output.write(`${isLive ? clearLine : ""}${line}\n`);
      if (slow.size > 0) redraw();
    },
  };
}
