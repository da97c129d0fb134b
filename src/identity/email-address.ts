import { z } from "zod";

const maxLength = 254;
// Deliberately plain: one at sign, no spaces, and a domain of letters, digits and dots. What a mailbox is called is for
// its own server to say.
const pattern =
  /^[^\s@<>"(),:;\\[\]]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;

/** An address as somebody types it, which is how mail is sent to it. */
export type EmailAddress = { readonly text: string; readonly norm: string };

/**
 * Reads an address. Two spellings that a person takes for one are one: case does not matter, and compatibility forms
 * such as full-width letters are what they look like. A plus and what follows is kept: it may be somebody else's box.
 * Letters outside ASCII are refused in front of the at sign and in the domain, because one of them can pass for another.
 */
export const emailSchema = z
  .string()
  .max(maxLength)
  .transform((typed): EmailAddress => {
    const text = typed.normalize("NFKC").trim();
    return { text, norm: text.toLowerCase() };
  })
  .refine(({ text }) => pattern.test(text) && /^[\x21-\x7e]+$/.test(text), {
    error: "Expected an address such as ayu@example.com, in Latin letters.",
  })
  .meta({ format: "email", examples: ["ayu@example.com"] });
