import { createHmac, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { log } from "../platform/log.ts";
import { identityProblem } from "./errors.ts";

/** What one hash costs: N = 2^ln. */
export type PasswordCost = { readonly ln: number; readonly r: number; readonly p: number };

/** Hashes passwords. One of these is made for an isolate, so that it can count what is in flight. */
export type Passwords = {
  /** The form that is stored. */
  readonly hash: (password: string) => Promise<string>;
  /** Exactly one hash, also where there is no password to compare with. */
  readonly verify: (password: string, stored: string | null) => Promise<PasswordVerdict>;
  /** How many hashes were made so far. */
  readonly count: () => number;
};

export type PasswordVerdict = {
  readonly isRight: boolean;
  /** Right, but stored with another cost or pepper than today's. */
  readonly isOutdated: boolean;
};

export type PasswordOptions = {
  readonly pepper: string;
  /** The peppers before, the newest first. */
  readonly oldPeppers?: readonly string[];
  readonly cost: PasswordCost;
};

type Mixture = { readonly salt: Buffer; readonly cost: PasswordCost; readonly pepper: string };

// PBKDF2 with enough rounds runs locally and is refused by Cloudflare in production; this scrypt runs in both.
// Cloudflare refuses N * r * p over 2^20.
const fullCost: PasswordCost = { ln: 15, r: 8, p: 3 };
// Where tests log in a thousand times. The configuration refuses it in production.
const testCost: PasswordCost = { ln: 10, r: 8, p: 1 };

const maxMemoryBytes = 64 * 1_024 * 1_024;
// An isolate makes one hash after the other, a fifth of a second each. Whoever would wait longer than some seconds is
// told to come back instead.
const maxInFlight = 32;
const saltBytes = 16;
const keyBytes = 32;
const pepperIdBytes = 6;
const storedPattern =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})(?:,keyid=([\w+/]+))?\$([\w+/]+)\$([\w+/]+)$/;

/** The cost that a configuration names. */
export function passwordCostOf(name: "full" | "test"): PasswordCost {
  return name === "full" ? fullCost : testCost;
}

export function createPasswords(options: PasswordOptions): Passwords {
  const { pepper, oldPeppers = [], cost } = options;
  const pepperId = pepperIdOf(pepper);
  // What was stored before peppers had names was stored with the first one.
  const first = oldPeppers.at(-1) ?? pepper;
  const byId = new Map([...oldPeppers, pepper].map((known) => [pepperIdOf(known), known]));
  let made = 0;
  let inFlight = 0;
  const derive = async (password: string, { salt, cost: wanted, pepper: mixed }: Mixture) => {
    if (inFlight >= maxInFlight) {
      throw identityProblem("hashing_busy", "Try again in a moment.", {}, { "Retry-After": "2" });
    }
    inFlight += 1;
    made += 1;
    try {
      return await keyOf(peppered(mixed, password), salt, wanted);
    } finally {
      inFlight -= 1;
    }
  };

  return {
    count: () => made,
    hash: async (password) => {
      const salt = randomBytes(saltBytes);
      const key = await derive(password, { salt, cost, pepper });
      return storedOf(cost, pepperId, salt, key);
    },
    verify: async (password, stored) => {
      const known = stored === null ? null : partsOf(stored);
      const mixed = known?.pepperId === null ? first : byId.get(known?.pepperId ?? pepperId);
      if (!mixed) log("error", "pepper_unknown", { pepper_id: known?.pepperId });
      // Whoever has no password is compared with one that nobody can type.
      const {
        salt,
        key,
        cost: wanted,
      } = known ?? { salt: randomBytes(saltBytes), key: null, cost };
      const derived = await derive(password, { salt, cost: wanted, pepper: mixed ?? pepper });
      const isRight = key !== null && mixed !== undefined && timingSafeEqual(derived, key);
      const isOfToday = isSameCost(wanted, cost) && known?.pepperId === pepperId;
      return { isRight, isOutdated: isRight && !isOfToday };
    },
  };
}

/** The pepper is applied first, so that a stolen table alone cannot be searched. */
function peppered(pepper: string, password: string): Buffer {
  return createHmac("sha256", pepper).update(password, "utf8").digest();
}

function keyOf(password: Buffer, salt: Buffer, { ln, r, p }: PasswordCost): Promise<Buffer> {
  const settings = { N: 2 ** ln, r, p, maxmem: maxMemoryBytes };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, keyBytes, settings, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** Names a pepper without telling it, so that a hash says which one it was made with. */
function pepperIdOf(pepper: string): string {
  const digest = createHmac("sha256", pepper).update("the name of this pepper").digest();
  return unpadded(digest.subarray(0, pepperIdBytes));
}

/** PHC's spelling: everything that is needed to verify, save the pepper, stands in the hash itself. */
function storedOf({ ln, r, p }: PasswordCost, pepperId: string, salt: Buffer, key: Buffer): string {
  return `$scrypt$ln=${ln},r=${r},p=${p},keyid=${pepperId}$${unpadded(salt)}$${unpadded(key)}`;
}

function partsOf(stored: string) {
  const [, ln = "", r = "", p = "", pepperId = null, salt = "", key = ""] =
    storedPattern.exec(stored) ?? [];
  if (key === "") throw new Error("A stored password is not in the form that is written here.");
  const number = (digits: string) => Number.parseInt(digits, 10);
  return {
    cost: { ln: number(ln), r: number(r), p: number(p) },
    pepperId,
    salt: Buffer.from(salt, "base64"),
    key: Buffer.from(key, "base64"),
  };
}

function isSameCost(one: PasswordCost, other: PasswordCost): boolean {
  return one.ln === other.ln && one.r === other.r && one.p === other.p;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
