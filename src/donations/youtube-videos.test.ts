import { describe, expect, it } from "vitest";
import { createYoutubeVideos } from "./youtube-videos.ts";

const id = "dQw4w9WgXcQ";
const item = {
  snippet: { title: "Lagu", liveBroadcastContent: "none" },
  contentDetails: { duration: "PT1H2M3S" },
  status: { embeddable: true, privacyStatus: "public" },
  statistics: { viewCount: "12345" },
};

describe("YouTube's Data API", () => {
  const ask = (items: unknown[], status = 200) =>
    createYoutubeVideos("a key", async () => Response.json({ items }, { status }))(id);

  it("tells all that decides", async () => {
    expect(await ask([item])).toEqual({
      video_id: id,
      title: "Lagu",
      duration_seconds: 3_723,
      is_embeddable: true,
      is_age_restricted: false,
      is_live: false,
      views: 12_345,
    });
  });

  it.each([
    ["is private", { status: { embeddable: true, privacyStatus: "private" } }],
    ["may not be embedded", { status: { embeddable: false } }],
    [
      "is blocked here",
      { contentDetails: { duration: "PT3M", regionRestriction: { blocked: ["ID"] } } },
    ],
    [
      "is for elsewhere",
      { contentDetails: { duration: "PT3M", regionRestriction: { allowed: ["US"] } } },
    ],
  ])("takes a video that %s for one that cannot be shown", async (_name, changes) => {
    expect(await ask([{ ...item, ...changes }])).toMatchObject({ is_embeddable: false });
  });

  it("knows what is for adults and what is on the air", async () => {
    const rated = { duration: "PT3M", contentRating: { ytRating: "ytAgeRestricted" } };
    expect(await ask([{ ...item, contentDetails: rated }])).toMatchObject({
      is_age_restricted: true,
    });
    const live = { title: "Lagu", liveBroadcastContent: "live" };
    expect(await ask([{ ...item, snippet: live }])).toMatchObject({ is_live: true });
  });

  it("tells a video that is missing from an answer that is", async () => {
    expect(await ask([])).toBeNull();
    await expect(ask([], 403)).rejects.toThrow(/403/);
  });
});

describe("oEmbed, where there is no key", () => {
  const ask = (status: number) =>
    createYoutubeVideos("", async () => Response.json({ title: "Lagu" }, { status }))(id);

  it("tells that a video is there, and not how long it is", async () => {
    expect(await ask(200)).toMatchObject({
      title: "Lagu",
      is_embeddable: true,
      duration_seconds: null,
    });
    expect(await ask(401)).toMatchObject({ is_embeddable: false });
    expect(await ask(404)).toBeNull();
    await expect(ask(500)).rejects.toThrow(/500/);
  });
});
