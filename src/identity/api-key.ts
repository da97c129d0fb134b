import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/** `saku_test_<8>_<32>_<checksum>`: what a service sends as its bearer. */
export type ApiKey = string;

export type ApiKeyMode = "live" | "test";

const beginningLength = 8;
const secretLength = 32;
// 32 signs, so that five bits of a random byte choose one evenly: the secret part has 160 bits.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const pattern = /^(saku_(live|test)_[0-9a-z]{8})_[0-9a-z]{32}_([0-9a-f]{8})$/;

/** A key of production is live, any other is for tests: neither passes for the other. */
export function apiKeyModeOf(environment: string): ApiKeyMode {
  return environment === "production" ? "live" : "test";
}

/** Makes a key. Its beginning is kept and shown, so that people can tell their keys apart. */
export function makeApiKey(mode: ApiKeyMode): { readonly key: ApiKey; readonly prefix: string } {
  const prefix = `saku_${mode}_${randomText(beginningLength)}`;
  const words = `${prefix}_${randomText(secretLength)}`;
  return { key: `${words}_${checksumOf(words)}`, prefix };
}

/** The mode of a key, or null for what is none: a key with a typing mistake is known without asking the database. */
export function readApiKeyMode(text: string): ApiKeyMode | null {
  const [, , mode, checksum] = pattern.exec(text) ?? [];
  const isWhole = checksum !== undefined && checksumOf(text.slice(0, -9)) === checksum;
  return isWhole ? (mode as ApiKeyMode) : null;
}

/** What is kept of a key. It is random and long, so a fast hash keeps it as well as a slow one. */
export function hashOfApiKey(key: ApiKey): string {
  return createHash("sha256").update(key).digest("hex");
}

function randomText(length: number): string {
  return [...randomBytes(length)].map((byte) => alphabet[byte & 31]).join("");
}

/** Finds typing mistakes, and lets scanners of repositories tell a key from other words. It protects nothing. */
function checksumOf(words: string): string {
  return crc32(words).toString(16).padStart(8, "0");
}
