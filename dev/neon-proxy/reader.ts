/** Takes the letter and the payload of one backend message. */
export type MessageListener = (type: number, body: Buffer) => void;

/** Cuts a stream of chunks into wire messages, whatever the chunks' borders. */
export function createMessageReader(listener: MessageListener): (chunk: Buffer) => void {
  let held: Buffer[] = [];
  let heldLength = 0;
  let wantedLength = 0;

  return (chunk) => {
    let bytes = chunk;
    if (heldLength > 0) {
      held.push(chunk);
      heldLength += chunk.length;
      // A message of megabytes comes in many chunks, and joining them at each would be quadratic.
      if (heldLength < wantedLength) return;
      bytes = Buffer.concat(held);
    }
    held = [];
    heldLength = 0;

    let at = 0;
    while (bytes.length - at >= 5) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      if (end > bytes.length) {
        wantedLength = end - at;
        break;
      }
      listener(bytes[at] ?? 0, bytes.subarray(at + 5, end));
      at = end;
    }
    if (at === bytes.length) return;
    if (bytes.length - at < 5) wantedLength = 5;
    held = [bytes.subarray(at)];
    heldLength = bytes.length - at;
  };
}
