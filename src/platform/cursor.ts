import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "./canonical-json.ts";
import { platformProblem } from "./errors.ts";

/** Where a list goes on: after a key, under the filters that it was begun with. */
export type Cursors = {
  readonly seal: (list: string, filters: Filters, after: string) => string;
  readonly open: (list: string, filters: Filters, cursor: string | undefined) => string | null;
};

type Filters = Readonly<Record<string, unknown>>;

const signatureLengthBytes = 16;
const payloadSchema = z.object({ list: z.string(), filters: z.string(), after: z.string() });

/** Signs and checks cursors. They are opaque to clients and cannot be made up. */
export function createCursors(secret: string): Cursors {
  const signatureOf = (payload: Buffer): Buffer =>
    createHmac("sha256", secret).update(payload).digest().subarray(0, signatureLengthBytes);

  return {
    seal: (list, filters, after) => {
      const payload = Buffer.from(JSON.stringify({ list, filters: canonicalJson(filters), after }));
      return Buffer.concat([signatureOf(payload), payload]).toString("base64url");
    },
    open: (list, filters, cursor) => {
      if (cursor === undefined) return null;
      const bytes = Buffer.from(cursor, "base64url");
      const signature = bytes.subarray(0, signatureLengthBytes);
      const payload = bytes.subarray(signatureLengthBytes);
      const expected = signatureOf(payload);
      if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
        throw platformProblem("cursor_invalid", "The cursor was not made by this list.");
      }
      // The signature vouches that this is what seal wrote.
      const content = payloadSchema.parse(JSON.parse(payload.toString("utf8")));
      if (content.list !== list || content.filters !== canonicalJson(filters)) {
        throw platformProblem("cursor_filters_changed", "The cursor was made with other filters.");
      }
      return content.after;
    },
  };
}
