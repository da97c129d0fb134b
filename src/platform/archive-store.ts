import { createHash } from "node:crypto";

/** Where old months are kept: R2 in the Worker. */
export type ArchiveStore = {
  /** Keeps an object that has this SHA-256, or fails; again with the same content it changes nothing. */
  readonly put: (key: string, content: string, sha256: string) => Promise<void>;
  /** The SHA-256 of an object as the store has it, or null where there is none. */
  readonly hashOf: (key: string) => Promise<string | null>;
  readonly read: (key: string) => Promise<string | null>;
};

/** The objects of a bucket. R2 itself compares what arrives with its hash, and keeps the hash beside it. */
export function archiveInBucket(bucket: R2Bucket): ArchiveStore {
  return {
    put: async (key, content, sha256) => {
      await bucket.put(key, content, { sha256 });
    },
    hashOf: async (key) => {
      const kept = (await bucket.head(key))?.checksums.sha256;
      return kept ? Buffer.from(kept).toString("hex") : null;
    },
    read: async (key) => (await (await bucket.get(key))?.text()) ?? null,
  };
}

/** The hash that a store is asked to compare. */
export function hashOfContent(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
