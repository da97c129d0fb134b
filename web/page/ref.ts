const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const timeCharacters = 10;
const chanceCharacters = 16;

/** A new ULID: the time, and then chance. */
export function newRef(): string {
  let time = Date.now();
  let text = "";
  for (let n = 0; n < timeCharacters; n += 1) {
    text = `${alphabet[time % 32]}${text}`;
    time = Math.floor(time / 32);
  }
  for (const byte of crypto.getRandomValues(new Uint8Array(chanceCharacters))) {
    text += alphabet[byte % 32];
  }
  return text;
}
