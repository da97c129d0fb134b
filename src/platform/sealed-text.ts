import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/** A text that only a secret of the Worker opens. */
export type SealedText = string;

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;
// A tag that was cut short is refused: it would be guessed sooner.
const options = { authTagLength: tagBytes };

/**
 * Encrypts what has to be read again. It opens only with the same secret and for the same thing, so that a sealed text
 * which is copied into another row opens nothing.
 */
export function sealText(keyEncryptionKey: string, about: string, text: string): SealedText {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, sealingKeyOf(keyEncryptionKey), nonce, options);
  cipher.setAAD(Buffer.from(about));
  const encrypted = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString("base64url");
}

/** Reads a sealed text, and throws when the secret, the thing or the text is another. */
export function openText(keyEncryptionKey: string, about: string, sealed: SealedText): string {
  const bytes = Buffer.from(sealed, "base64url");
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv(algorithm, sealingKeyOf(keyEncryptionKey), nonce, options);
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  const encrypted = bytes.subarray(nonceBytes + tagBytes);
  return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString("utf8");
}

/** The secret is random and long, so one round of a keyed hash makes a key of it. */
function sealingKeyOf(keyEncryptionKey: string): Buffer {
  return createHmac("sha256", keyEncryptionKey).update("saku sealed text").digest();
}
