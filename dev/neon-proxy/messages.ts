// The frontend messages of the Postgres wire protocol (version 3.0) that the proxy sends.
// https://www.postgresql.org/docs/18/protocol-message-formats.html

export type Statement = {
  readonly query: string;
  /** Every parameter in its text form, because its type is for Postgres to infer. */
  readonly parameters: readonly (string | null)[];
};

const protocolVersion = 196_608;
const cancelRequestCode = 80_877_102;

export function startupMessage(parameters: ReadonlyMap<string, string>): Buffer {
  const text = [...parameters].map(([name, value]) => `${name}\0${value}\0`).join("");
  const payload = Buffer.from(`${text}\0`);
  const head = Buffer.allocUnsafe(8);
  head.writeInt32BE(payload.length + 8, 0);
  head.writeInt32BE(protocolVersion, 4);
  return Buffer.concat([head, payload]);
}

export function cancelRequest(processId: number, secret: Buffer): Buffer {
  const head = Buffer.allocUnsafe(12);
  head.writeInt32BE(12 + secret.length, 0);
  head.writeInt32BE(cancelRequestCode, 4);
  head.writeInt32BE(processId, 8);
  return Buffer.concat([head, secret]);
}

/** Any message that is a letter, a length and a payload. */
export function messageOf(type: string, payload: Buffer): Buffer {
  const message = Buffer.allocUnsafe(payload.length + 5);
  message.write(type, 0, "latin1");
  message.writeInt32BE(payload.length + 4, 1);
  payload.copy(message, 5);
  return message;
}

export function queryMessage(sql: string): Buffer {
  return messageOf("Q", Buffer.from(`${sql}\0`));
}

// Describe the unnamed portal, execute it without a row limit.
const describeAndExecute = Buffer.concat([
  messageOf("D", Buffer.from("P\0")),
  messageOf("E", Buffer.from("\0\0\0\0\0")),
]);

const sync = messageOf("S", Buffer.alloc(0));

/** The statements in one extended-protocol pipeline: an error skips whatever follows it. */
export function pipelineOf(statements: readonly Statement[], afterSync: Buffer): Buffer {
  let size = sync.length + afterSync.length;
  const queryLengths: number[] = [];
  const parameterLengths: number[] = [];
  for (const { query, parameters } of statements) {
    const queryLength = Buffer.byteLength(query);
    queryLengths.push(queryLength);
    // Parse is nine bytes more than its text, Bind thirteen and four for each parameter.
    size += queryLength + 9 + 13 + parameters.length * 4 + describeAndExecute.length;
    for (const parameter of parameters) {
      const length = parameter === null ? 0 : Buffer.byteLength(parameter);
      parameterLengths.push(length);
      size += length;
    }
  }

  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  let parameterIndex = 0;
  for (const [index, { query, parameters }] of statements.entries()) {
    at = writeParse(bytes, at, query, queryLengths[index] ?? 0);
    const lengths = parameterLengths.slice(parameterIndex, parameterIndex + parameters.length);
    parameterIndex += parameters.length;
    at = writeBind(bytes, at, parameters, lengths);
    at += describeAndExecute.copy(bytes, at);
  }
  at += sync.copy(bytes, at);
  afterSync.copy(bytes, at);
  return bytes;
}

function writeParse(bytes: Buffer, start: number, query: string, queryLength: number): number {
  let at = start;
  at = bytes.writeUInt8(0x50, at);
  at = bytes.writeInt32BE(queryLength + 8, at);
  at = bytes.writeUInt8(0, at);
  at += bytes.write(query, at, "utf8");
  at = bytes.writeUInt8(0, at);
  return bytes.writeInt16BE(0, at);
}

function writeBind(
  bytes: Buffer,
  start: number,
  parameters: Statement["parameters"],
  lengths: readonly number[],
): number {
  const length = 12 + parameters.length * 4 + lengths.reduce((sum, each) => sum + each, 0);
  let at = bytes.writeUInt8(0x42, start);
  at = bytes.writeInt32BE(length, at);
  // An empty portal name, an empty statement name, and no formats: all parameters are text.
  at = bytes.writeInt32BE(0, at);
  at = bytes.writeUInt16BE(parameters.length, at);
  for (const [index, parameter] of parameters.entries()) {
    at = bytes.writeInt32BE(parameter === null ? -1 : (lengths[index] ?? 0), at);
    if (parameter !== null) at += bytes.write(parameter, at, "utf8");
  }
  return bytes.writeInt16BE(0, at);
}
