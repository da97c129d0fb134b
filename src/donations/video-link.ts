/** What a link to a video says: which one, and from where on. */
export type VideoLink = { readonly videoId: string; readonly startSeconds: number };

const hosts = new Set(["youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"]);
const idPattern = /^[A-Za-z0-9_-]{11}$/;
const momentPattern = /^(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,5})s?)?$/;

/** Reads a link to YouTube in any of the forms that people copy, or an id alone; null for everything else. */
export function videoLink(text: string): VideoLink | null {
  const trimmed = text.trim();
  if (idPattern.test(trimmed)) return { videoId: trimmed, startSeconds: 0 };
  const url = URL.parse(/^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (!url) return null;
  const videoId = videoIdOf(url);
  if (videoId === null || !idPattern.test(videoId)) return null;
  const moment = url.searchParams.get("t") ?? url.searchParams.get("start") ?? "";
  return { videoId, startSeconds: secondsOf(moment) };
}

function videoIdOf({ hostname, pathname, searchParams }: URL): string | null {
  const parts = pathname.split("/").filter(Boolean);
  if (hostname === "youtu.be") return parts[0] ?? null;
  const isNoCookie = hostname === "www.youtube-nocookie.com" && parts[0] === "embed";
  if (!hosts.has(hostname) && !isNoCookie) return null;
  if (parts[0] === "watch") return searchParams.get("v");
  return ["shorts", "live", "embed"].includes(parts[0] ?? "") ? (parts[1] ?? null) : null;
}

function secondsOf(moment: string): number {
  const match = momentPattern.exec(moment);
  if (!match) return 0;
  const [hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((digits) => Number.parseInt(digits ?? "0", 10));
  return hours * 3_600 + minutes * 60 + seconds;
}
