import { z } from "zod";

/** Finds every address that a name leads to. */
export type ResolveHost = (name: string) => Promise<readonly string[]>;

// A Worker cannot ask its own resolver, so it asks Cloudflare's over HTTPS, whose JSON form is documented.
const resolverUrl = "https://cloudflare-dns.com/dns-query";
const patienceMs = 3_000;
const addressTypes = { A: 1, AAAA: 28 } as const;
const nameDoesNotExist = 3;

const answerSchema = z.object({
  Status: z.int(),
  Answer: z.array(z.object({ type: z.int(), data: z.string() })).optional(),
});

/** Resolves names by DNS over HTTPS. What cannot be asked throws, and what leads nowhere has no address. */
export function createHostResolver(send: typeof fetch): ResolveHost {
  const ask = async (name: string, type: keyof typeof addressTypes): Promise<string[]> => {
    const response = await send(`${resolverUrl}?name=${encodeURIComponent(name)}&type=${type}`, {
      headers: { accept: "application/dns-json" },
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!response.ok) throw new Error(`The resolver answered ${response.status}.`);
    const { Status: status, Answer: answers = [] } = answerSchema.parse(await response.json());
    if (status !== 0 && status !== nameDoesNotExist) throw new Error(`DNS answered ${status}.`);
    // A chain of names ends in addresses; only those matter.
    return answers.filter((each) => each.type === addressTypes[type]).map(({ data }) => data);
  };
  return async (name) => (await Promise.all([ask(name, "A"), ask(name, "AAAA")])).flat();
}
