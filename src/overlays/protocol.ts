import { z } from "zod";
import { refSchema } from "../platform/ids.ts";
import type { AlertContent } from "./alert-content.ts";

/** The names and numbers of the conversation between the stage and its pages; docs/overlay-protocol.md tells it. */
export const protocol = {
  version: 1,
  subprotocol: "saku.overlay.v1",
  ticketPrefix: "tkt.",
  ping: "ping",
  pong: "pong",
  maxMessageBytes: 8_192,
  close: {
    badMessage: 4400,
    accessEnded: 4401,
    forbidden: 4403,
    replaced: 4408,
    reconnect: 4409,
    tooMany: 4429,
  },
} as const;

const terminalSchema = z.object({
  playback_ref: refSchema,
  result: z.enum(["FINISHED", "FAILED"]),
  code: z
    .string()
    .regex(/^[A-Z0-9_]{1,40}$/)
    .nullish(),
});

/** What a page says of itself when it connects. Unknown fields are ignored, so that an older stage serves a newer page. */
export const helloSchema = z.object({
  kind: z.enum(["obs", "browser"]),
  is_visible: z.boolean(),
  is_active: z.boolean(),
  is_audio_ok: z.boolean().nullable(),
  rendering: z.object({ playback_ref: refSchema, has_started: z.boolean() }).nullable(),
  terminals: z.array(terminalSchema).max(20),
});

const playback = z.object({ playback_ref: refSchema });
const bodies = {
  HELLO: helloSchema,
  STARTED: playback,
  FINISHED: playback,
  FAILED: z.object({ playback_ref: refSchema, code: z.string().regex(/^[A-Z0-9_]{1,40}$/) }),
  ALIVE: z.object({}),
  VISIBILITY: z.object({ is_visible: z.boolean(), is_active: z.boolean() }),
  AUDIO: z.object({ is_ok: z.boolean() }),
} as const;

export type Hello = z.output<typeof helloSchema>;
export type PageMessage = {
  [Type in keyof typeof bodies]: { readonly t: Type; readonly d: z.output<(typeof bodies)[Type]> };
}[keyof typeof bodies];

const envelopeSchema = z.object({
  v: z.literal(protocol.version),
  t: z.string().max(20),
  d: z.unknown(),
});

/** What a page said; null for a kind of message that this stage does not know; undefined for what is no message. */
export function readPageMessage(text: string): PageMessage | null | undefined {
  const envelope = envelopeSchema.safeParse(parsedOrUndefined(text));
  if (!envelope.success) return undefined;
  const { t, d } = envelope.data;
  if (!Object.hasOwn(bodies, t)) return null;
  const body = bodies[t as keyof typeof bodies].safeParse(d);
  // The body was parsed by the schema of its own type.
  return body.success ? ({ t, d: body.data } as PageMessage) : undefined;
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export type PlaybackKind = "LIVE" | "REPLAY" | "TEST";

/** A figure that the page shows beside the alerts: a goal, a leaderboard, a timer. Always whole, never a difference. */
export type Widget = {
  readonly widget: string;
  readonly id: string;
  readonly rev: number;
  readonly data: Readonly<Record<string, unknown>>;
};

export type Controls = {
  readonly is_paused: boolean;
  readonly is_muted: boolean;
  /** From 0 to 1. */
  readonly volume: number;
};

export type PageRole = "LEADER" | "FOLLOWER";

export type StopReason =
  | "SKIPPED"
  | "REMOVED"
  | "REFUNDED"
  | "PANIC"
  | "TIMEOUT"
  | "STALE"
  | "ENDED";

/** What the stage says to a page. */
export type StageMessage =
  | {
      readonly t: "WELCOME";
      readonly d: Controls & {
        readonly conn: string;
        readonly role: PageRole;
        readonly epoch: number;
        readonly lease_ms: number;
        readonly widgets: readonly Widget[];
      };
    }
  | {
      readonly t: "PLAY";
      readonly d: AlertContent & {
        readonly playback_ref: string;
        readonly donation_ref: string | null;
        readonly kind: PlaybackKind;
        /** A mirror is seen and not heard, and says nothing of it. */
        readonly is_mirror: boolean;
        readonly epoch: number;
        readonly start_by: number;
        readonly max_ms: number;
      };
    }
  | { readonly t: "CONTINUE"; readonly d: { readonly playback_ref: string } }
  | {
      readonly t: "STOP";
      readonly d: { readonly playback_ref: string; readonly reason: StopReason };
    }
  | { readonly t: "ACK"; readonly d: { readonly playback_ref: string } }
  | { readonly t: "PROBE"; readonly d: Readonly<Record<never, never>> }
  | { readonly t: "ROLE"; readonly d: { readonly role: PageRole; readonly epoch: number } }
  | { readonly t: "CONTROLS"; readonly d: Controls }
  | { readonly t: "WIDGET"; readonly d: Widget }
  | { readonly t: "RELOAD"; readonly d: { readonly when: "IDLE" } };

/** What goes over the wire: the message in its envelope. The build lets a page see that it is of yesterday. */
export type Envelope = StageMessage & {
  readonly v: 1;
  readonly ts: number;
  readonly build: string;
};

export function envelopeOf(message: StageMessage, ts: number, build: string): string {
  const envelope: Envelope = { v: protocol.version, ts, build, ...message };
  return JSON.stringify(envelope);
}
