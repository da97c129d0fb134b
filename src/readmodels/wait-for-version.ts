// Most events arrive within the first of these; nobody waits longer than two seconds in all.
const pausesMs = [50, 100, 200, 400, 800];

/** What was seen, looked at again for a short while until it has come far enough. */
export async function waitForVersion<Seen>(
  seen: Seen,
  isEnough: (seen: Seen) => boolean,
  look: () => Promise<Seen>,
): Promise<Seen> {
  let latest = seen;
  for (const pauseMs of pausesMs) {
    if (isEnough(latest)) break;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    latest = await look();
  }
  return latest;
}
