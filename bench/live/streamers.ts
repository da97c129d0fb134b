import pg from "pg";
import { hashOfOverlayToken, makeOverlayToken } from "../../src/overlays/overlay-token.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { createRefs } from "../../src/platform/ids.ts";

const newRef = createRefs(systemClock);
// Each overlay that is made holds a lock until the end of its transaction, and a server has room for some thousands.
const atOnce = 500;

export type Streamer = {
  readonly slug: string;
  readonly overlayRef: string;
  /** What opens the overlay. */
  readonly token: string;
};

/** Opens pages with an overlay each, past HTTP, which is not what is measured here. */
export async function openStreamers(ownerUrl: string, count: number): Promise<Streamer[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const streamers: Streamer[] = [];
  try {
    while (streamers.length < count) {
      const part = Array.from({ length: Math.min(atOnce, count - streamers.length) }, draw);
      await client.query(openSql, [JSON.stringify(part)]);
      streamers.push(...part);
    }
    await client.query("analyze");
    return streamers;
  } finally {
    await client.end();
  }
}

function draw() {
  const [ownerRef, token] = [newRef(), makeOverlayToken()];
  const refs = { ownerRef, overlayRef: newRef(), tokenRef: newRef() };
  return { ...refs, slug: `s-${ownerRef.toLowerCase()}`, token, hash: hashOfOverlayToken(token) };
}

const openSql = `
  select donations.open_streamer(jsonb_build_object('scope', "ownerRef", 'event_ref', platform.new_ref()), jsonb_build_object(
      'owner_ref', "ownerRef", 'slug', slug, 'display_name', 'Bench', 'currency', 'IDR')),
    overlays.create_overlay(jsonb_build_object('scope', "ownerRef", 'event_ref', platform.new_ref()), jsonb_build_object(
      'owner_ref', "ownerRef", 'overlay_ref', "overlayRef", 'token_ref', "tokenRef", 'token_hash', hash, 'name', 'Bench',
      'parts', '["ALERTS"]'::jsonb, 'is_mirror', false, 'position', 'TOP', 'scale_percent', 100))
  from json_to_recordset($1) as drawn ("ownerRef" text, "overlayRef" text, "tokenRef" text, slug text, hash text)`;
