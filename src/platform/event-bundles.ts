// A queue is paid and limited by messages, so events travel in bundles. A message carries 128 KB at most and costs by each
// 64 KB; a batch of messages carries 256 KB.
const maxBundleBytes = 60_000;
const maxBundleEvents = 100;
const maxEventBytes = 100_000;
const maxBatchBytes = 240_000;
const maxBatchBundles = 100;

type Sized = { readonly text: string; readonly bytes: number };

/** Events as texts in their order, one a line, in as few bundles as the limits of a message allow. */
export function bundlesOf(events: readonly string[]): string[] {
  const sized = events.map(sizedOf).map(lightenedOf);
  return partsOf(sized, maxBundleEvents, maxBundleBytes).map((part) =>
    part.map(({ text }) => text).join("\n"),
  );
}

/** Bundles in batches that a queue takes in one call. */
export function batchesOf(bundles: readonly string[]): string[][] {
  return partsOf(bundles.map(sizedOf), maxBatchBundles, maxBatchBytes).map((part) =>
    part.map(({ text }) => text),
  );
}

/** The events of a bundle. They are not parsed: only the database needs to know what they say. */
export function eventsOf(bundle: string): string[] {
  return bundle.split("\n");
}

function sizedOf(text: string): Sized {
  return { text, bytes: Buffer.byteLength(text) };
}

/** No message carries an event of many legs; it goes without its data, which its consumer finds in the outbox. */
function lightenedOf(event: Sized): Sized {
  if (event.bytes <= maxEventBytes) return event;
  const { data: _data, ...rest } = JSON.parse(event.text) as Record<string, unknown>;
  return sizedOf(JSON.stringify(rest));
}

/** Neighbours put together for as long as they stay within both limits. What is too large by itself stands alone. */
function partsOf(items: readonly Sized[], maxItems: number, maxBytes: number): Sized[][] {
  const parts: Sized[][] = [];
  let bytes = 0;
  for (const item of items) {
    const last = parts.at(-1);
    const isFitting = last && last.length < maxItems && bytes + item.bytes + 1 <= maxBytes;
    if (isFitting) last.push(item);
    else parts.push([item]);
    bytes = (isFitting ? bytes : 0) + item.bytes + 1;
  }
  return parts;
}
