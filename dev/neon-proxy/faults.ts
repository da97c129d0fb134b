import { seeded } from "../seeded.ts";

// Faults that tests arm. A proxy that was opened without them has no way to misbehave.

const faultKinds = [
  /** The connection is cut before the proxy looks at the request. */
  "refuse-connection",
  /** The request was read, and the connection is cut before any of it runs. */
  "cut-before-statement",
  /** The work is done and committed, and the reply is never sent. */
  "cut-after-commit",
  /** The statement runs later. */
  "delay",
  /** Nothing runs, and the answer is 500. */
  "answer-500",
] as const;

/** Its presence among the proxy's options is what makes faults possible. */
export type NeonFaults = {
  /** Of the dice that a probability throws. */
  readonly seed?: number;
};

export type FaultKind = (typeof faultKinds)[number];

export type Fault = {
  readonly kind: FaultKind;
  /** How often it strikes before it is spent; without it, until it is disarmed. */
  readonly times?: number;
  /** How likely a request is hit, from 0 to 1; without it, every request. */
  readonly probability?: number;
  /** Only requests whose SQL contains this. */
  readonly matching?: string;
  /** How long a delay lasts. */
  readonly delayMs?: number;
};

/** Where a test arms faults and reads what they did. */
export type FaultBoard = {
  arm(fault: Fault): void;
  disarm(): void;
  /** What is armed still, and how often each kind has struck. */
  report(): {
    readonly armed: readonly Fault[];
    readonly struck: Readonly<Record<FaultKind, number>>;
  };
  /** Decides whether a request is hit, and counts it. The SQL is unknown before it was read. */
  strike(kind: FaultKind, queries?: readonly string[]): Fault | undefined;
};

const maxDelayMs = 600_000;

/** The same seed and the same requests in the same order give the same faults. */
export function createFaultBoard({ seed = 1 }: NeonFaults): FaultBoard {
  const random = seeded(seed);
  const struck: Record<FaultKind, number> = {
    "refuse-connection": 0,
    "cut-before-statement": 0,
    "cut-after-commit": 0,
    delay: 0,
    "answer-500": 0,
  };
  let armed: { fault: Fault; left: number }[] = [];

  return {
    arm(fault) {
      armed.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    disarm() {
      armed = [];
    },
    report: () => ({
      armed: armed.map(({ fault, left }) =>
        Number.isFinite(left) ? { ...fault, times: left } : fault,
      ),
      struck: { ...struck },
    }),
    strike(kind, queries = []) {
      const hit = armed.find(
        ({ fault }) =>
          fault.kind === kind &&
          (fault.matching === undefined ||
            queries.some((sql) => sql.includes(fault.matching ?? ""))) &&
          (fault.probability === undefined || random() < fault.probability),
      );
      if (!hit) return undefined;
      hit.left -= 1;
      armed = armed.filter(({ left }) => left > 0);
      struck[kind] += 1;
      return hit.fault;
    },
  };
}

/** Reads a fault that came over HTTP; the error says what is wrong with it. */
export function faultOf(value: unknown): Fault {
  if (typeof value !== "object" || value === null) throw new Error("A fault is a JSON object.");
  const fields = new Map(Object.entries(value));
  const kind = faultKinds.find((each) => each === fields.get("kind"));
  if (!kind) throw new Error(`The kind of a fault is one of: ${faultKinds.join(", ")}.`);
  const matching = fields.get("matching");
  if (matching !== undefined && typeof matching !== "string") {
    throw new Error("What a fault matches is a string.");
  }
  if (matching !== undefined && kind === "refuse-connection") {
    throw new Error("A refused connection never tells its SQL, so it cannot be matched.");
  }
  const times = numberOf(fields, "times", 1, Number.MAX_SAFE_INTEGER);
  const probability = numberOf(fields, "probability", 0, 1);
  const delayMs = numberOf(fields, "delayMs", 0, maxDelayMs);
  return {
    kind,
    ...(matching !== undefined && { matching }),
    ...(times !== undefined && { times }),
    ...(probability !== undefined && { probability }),
    ...(delayMs !== undefined && { delayMs }),
  };
}

function numberOf(fields: Map<string, unknown>, name: string, from: number, to: number) {
  const value = fields.get(name);
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !(value >= from && value <= to)) {
    throw new Error(`The ${name} of a fault is a number from ${from} to ${to}.`);
  }
  return value;
}
