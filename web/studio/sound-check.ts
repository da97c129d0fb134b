import type { Streamer } from "../../src/donations/streamer.ts";
import { button, element } from "../page/dom.ts";
import { testAlertOf } from "./test-alert.ts";
import type { Steer } from "./view.ts";
import { say, sayOf } from "./words.ts";

/** How long each sound lasts. */
export const sounds = { drop: 820, chime: 980, fanfare: 1_180 };

/** Each sound, here or by way of the overlay: what is heard there is what viewers hear. */
export function soundCheck(streamer: Streamer, { command }: Steer): HTMLElement {
  const test = testAlertOf(streamer.settings.min_amount, streamer);
  const player = new Audio();
  return element(
    "div",
    { class: "stack" },
    element("p", { class: "muted" }, say("soundCheckIntro")),
    Object.entries(sounds).map(([sound, duration_ms]) => {
      const name = sayOf("sound_", sound);
      const src = `/v1/sounds/${sound}`;
      return element(
        "div",
        { class: "sound-row" },
        button(say("hear", { name }), () => {
          player.src = src;
          void player.play().catch(() => undefined);
        }),
        button(
          say("send", { name }),
          () => {
            const wanted = { ...test, sound: { src, duration_ms } };
            void command({ command: "TEST", test: wanted }, "tested");
          },
          { class: "button quiet" },
        ),
      );
    }),
  );
}
