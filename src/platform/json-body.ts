import type { Context } from "hono";
import type { EndpointSpec } from "./endpoint.ts";
import { platformProblem } from "./errors.ts";

const defaultMaxBodyBytes = 65_536;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** Reads a JSON body within its limit. An empty body is an empty object: some writes need nothing but their address. */
export async function readJsonBody(c: Context, spec: EndpointSpec): Promise<unknown> {
  const limitBytes = spec.maxBodyBytes ?? defaultMaxBodyBytes;
  const bytes = await readWithin(c.req.raw, limitBytes);
  if (bytes.length === 0) return {};

  const mediaType = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") {
    throw platformProblem(
      "unsupported_media_type",
      mediaType
        ? `The body is ${mediaType}; send application/json.`
        : "Name the body's type: send application/json.",
    );
  }
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    const reason = error instanceof SyntaxError ? withoutQuote(error.message) : "it is not UTF-8";
    throw platformProblem("malformed_request", `The body is not JSON: ${reason}.`);
  }
}

/** The engine quotes what it could not read; that may be a password, and answers are kept by whoever sends requests. */
function withoutQuote(message: string): string {
  return message.replace(/, (?:\.\.\.)?"[\s\S]*$/, "");
}

/** HTTP holds a client to the length that it declares. Without one the bytes themselves are counted. */
export async function readWithin(request: Request, limitBytes: number): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (declared !== null && /^\d{1,9}$/.test(declared)) {
    if (Number.parseInt(declared, 10) > limitBytes) throw tooLarge(limitBytes);
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.length > limitBytes) throw tooLarge(limitBytes);
    return bytes;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(limitBytes: number) {
  return platformProblem("payload_too_large", `The body is larger than ${limitBytes} bytes.`, {
    limit_bytes: limitBytes,
  });
}
