import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";

/** One SCRAM-SHA-256 conversation (RFC 5802, RFC 7677), as Postgres holds it. */
export type Scram = {
  readonly firstMessage: string;
  /** Answers the server's challenge. */
  answer(challenge: string): string;
  /** Whether the server proved that it knows the password too. */
  isServerGenuine(finalMessage: string): boolean;
};

export function createScram(password: string): Scram {
  const nonce = randomBytes(18).toString("base64");
  // Postgres takes the user from the startup message and ignores the name here.
  const bare = `n=,r=${nonce}`;
  let serverSignature = Buffer.alloc(0);

  return {
    firstMessage: `n,,${bare}`,
    answer(challenge) {
      const fields = fieldsOf(challenge);
      const serverNonce = fields.get("r") ?? "";
      if (!serverNonce.startsWith(nonce)) throw new Error("The server answered another nonce.");
      const salted = pbkdf2Sync(
        password.normalize("NFKC"),
        Buffer.from(fields.get("s") ?? "", "base64"),
        Number(fields.get("i")),
        32,
        "sha256",
      );
      const clientKey = hmac(salted, "Client Key");
      const storedKey = createHash("sha256").update(clientKey).digest();
      const withoutProof = `c=biws,r=${serverNonce}`;
      const exchange = `${bare},${challenge},${withoutProof}`;
      serverSignature = hmac(hmac(salted, "Server Key"), exchange);
      const signature = hmac(storedKey, exchange);
      const proof = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0));
      return `${withoutProof},p=${Buffer.from(proof).toString("base64")}`;
    },
    isServerGenuine(finalMessage) {
      const claimed = Buffer.from(fieldsOf(finalMessage).get("v") ?? "", "base64");
      return claimed.length === serverSignature.length && timingSafeEqual(claimed, serverSignature);
    },
  };
}

function fieldsOf(message: string): Map<string, string> {
  return new Map(message.split(",").map((field) => [field.slice(0, 1), field.slice(2)]));
}

function hmac(key: Buffer, text: string): Buffer<ArrayBuffer> {
  return createHmac("sha256", key).update(text).digest();
}
