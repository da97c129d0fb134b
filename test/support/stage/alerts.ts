import type { AlertContent } from "../../../src/overlays/alert-content.ts";
import type { QueueItem } from "../../../src/overlays/queue-item.ts";

/** An alert as short as a test wants it. */
export function alertContent(change: Partial<AlertContent["view"]> = {}): AlertContent {
  return {
    view: {
      title: "Budi · Rp50.000",
      name: "Budi",
      amount_text: "Rp50.000",
      message: "Semangat!",
      variant: "default",
      duration_ms: 8_000,
      image: null,
      ...change,
    },
    audio: [],
    media: null,
  };
}

export function queueItem(
  change: Partial<QueueItem> & Pick<QueueItem, "donationRef" | "seq">,
): QueueItem {
  return {
    priority: 0,
    isHeld: false,
    awaitsSpeech: false,
    paidAtMs: 0,
    content: alertContent(),
    ...change,
  };
}

/** Refs that count, so that a story reads the same each time. */
export function countedRefs(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `01JD3Z8K4M${String(count).padStart(16, "0")}`;
  };
}
