import { platformProblem } from "../platform/errors.ts";
import { validationProblem } from "../platform/validation.ts";
import { maxChainCommands } from "./bulk-item.ts";

const longestLineBytes = 65_536;

/** Reads NDJSON in chunks of so many items. A chain's members stand next to each other and stay in one chunk. */
export async function* chunksOf(
  body: ReadableStream<Uint8Array>,
  chunkSize: number,
): AsyncGenerator<unknown[], undefined> {
  let chunk: unknown[] = [];
  for await (const line of linesOf(body)) {
    const item = parsed(line);
    const isNewUnit = chainOf(item) === undefined || chainOf(item) !== chainOf(chunk.at(-1));
    if (chunk.length >= chunkSize && isNewUnit) {
      yield chunk;
      chunk = [];
    }
    // A chain this long is refused anyway, and is not to be held in memory to its end.
    if (chunk.length >= chunkSize + maxChainCommands) throw endlessChainProblem();
    chunk.push(item);
  }
  if (chunk.length > 0) yield chunk;
  return undefined;
}

function endlessChainProblem() {
  return validationProblem([
    {
      in: "body",
      pointer: "/chain",
      message: `At most ${maxChainCommands} items in one chain; nothing of this one was tried.`,
    },
  ]);
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if ([rest, ...lines].some((line) => line.length > longestLineBytes)) {
      throw platformProblem("payload_too_large", "A line is longer than an item can be.", {
        limit_bytes: longestLineBytes,
      });
    }
    for (const line of lines) if (line.trim() !== "") yield line;
  }
  const last = rest + decoder.decode();
  if (last.trim() !== "") yield last;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // No item can be read from it; its place among the results is kept.
    return line;
  }
}

function chainOf(item: unknown): unknown {
  return typeof item === "object" && item !== null && "chain" in item ? item.chain : undefined;
}
