export type StoredMedia = {
  readonly bytes: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;
  readonly contentType: string;
};

/** Where audio lies that was made once. */
export type MediaStore = {
  /** How long the audio under a key plays, or null where there is none. */
  readonly lengthMsOf: (key: string) => Promise<number | null>;
  readonly read: (key: string) => Promise<StoredMedia | null>;
  readonly keep: (
    key: string,
    audio: {
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly contentType: string;
      readonly durationMs: number;
    },
  ) => Promise<void>;
};

/** The memory of one process, for where there is no bucket. */
export function mediaInMemory(): MediaStore {
  const kept = new Map<string, Parameters<MediaStore["keep"]>[1]>();
  return {
    lengthMsOf: async (key) => kept.get(key)?.durationMs ?? null,
    read: async (key) => kept.get(key) ?? null,
    keep: async (key, audio) => {
      kept.set(key, audio);
    },
  };
}

/** A bucket of R2, which keeps beside each file how long it plays. */
export function mediaInBucket(bucket: R2Bucket): MediaStore {
  return {
    lengthMsOf: async (key) => {
      const found = await bucket.head(key);
      const text = found?.customMetadata?.duration_ms;
      return text === undefined ? null : Number.parseInt(text, 10);
    },
    read: async (key) => {
      const found = await bucket.get(key);
      if (!found) return null;
      const contentType = found.httpMetadata?.contentType ?? "application/octet-stream";
      return { bytes: found.body, contentType };
    },
    keep: async (key, { bytes, contentType, durationMs }) => {
      await bucket.put(key, bytes, {
        httpMetadata: { contentType },
        customMetadata: { duration_ms: String(durationMs) },
      });
    },
  };
}
