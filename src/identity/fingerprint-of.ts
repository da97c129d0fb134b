/** Thirty-two bits of a password in lower case, as FNV-1a makes them: enough to know it again among a few thousand. */
export function fingerprintOf(password: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(password.toLowerCase())) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}
