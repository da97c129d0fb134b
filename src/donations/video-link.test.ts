import { expect, it } from "vitest";
import { videoLink } from "./video-link.ts";

const id = "dQw4w9WgXcQ";

it.each([
  [id, 0],
  [`https://www.youtube.com/watch?v=${id}`, 0],
  [`youtube.com/watch?app=desktop&v=${id}&t=90`, 90],
  [`https://youtu.be/${id}?t=42`, 42],
  [`https://youtu.be/${id}?si=abc&t=1h2m3s`, 3_723],
  [`https://m.youtube.com/shorts/${id}`, 0],
  [`https://music.youtube.com/watch?v=${id}&start=7`, 7],
  [`https://www.youtube.com/live/${id}?t=2m`, 120],
  [`https://www.youtube-nocookie.com/embed/${id}`, 0],
])("reads %s", (text, startSeconds) => {
  expect(videoLink(text)).toEqual({ videoId: id, startSeconds });
});

it.each([
  [""],
  ["halo"],
  ["https://example.test/watch?v=dQw4w9WgXcQ"],
  ["https://youtube.com.example.test/watch?v=dQw4w9WgXcQ"],
  ["https://www.youtube.com/watch?v=short"],
  ["https://www.youtube.com/playlist?list=PL123"],
  ["javascript:alert(1)//youtu.be/dQw4w9WgXcQ"],
  [`https://youtu.be/${id}"><script>`],
])("takes nothing from %j", (text) => {
  expect(videoLink(text)).toBeNull();
});
