import { platformProblem } from "../platform/errors.ts";
import { validationProblem } from "../platform/validation.ts";
import { brokenLine, maxChainCommands } from "./bulk-item.ts";

const longestLineBytes = 65_536;

// One call to a lane takes 32 MiB at most, and a chain is one call.
const maxChunkLetters = 4_000_000;
const maxChainLetters = 8_000_000;

/**
 * Reads NDJSON in chunks of so many items, or fewer that are long. A chain's members stand next to each other and stay in
 * one chunk.
 */
export async function* chunksOf(
  body: ReadableStream<Uint8Array>,
  chunkSize: number,
): AsyncGenerator<unknown[], undefined> {
  let chunk: unknown[] = [];
  let letters = 0;
  for await (const line of linesOf(body)) {
    const item = parsed(line);
    const isNewUnit = chainOf(item) === undefined || chainOf(item) !== chainOf(chunk.at(-1));
    if ((chunk.length >= chunkSize || letters >= maxChunkLetters) && isNewUnit) {
      yield chunk;
      chunk = [];
      letters = 0;
    }
    // A chain this long is refused anyway, and is not to be held in memory to its end.
    const isEndless = chunk.length >= chunkSize + maxChainCommands;
    if (isEndless || letters >= maxChunkLetters + maxChainLetters) throw endlessChainProblem();
    chunk.push(item);
    letters += line.length;
  }
  if (chunk.length > 0) yield chunk;
  return undefined;
}

function endlessChainProblem() {
  return validationProblem([
    {
      in: "body",
      pointer: "/chain",
      message: `At most ${maxChainCommands} items and ${maxChainLetters} letters in one chain; nothing of this one was tried.`,
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
    return brokenLine;
  }
}

function chainOf(item: unknown): unknown {
  return typeof item === "object" && item !== null && "chain" in item ? item.chain : undefined;
}
