import type { Streamer } from "../../src/donations/streamer.ts";
import { amountTyped, decimalsOf } from "../page/decimal.ts";
import { button, element } from "../page/dom.ts";
import { amountInput, input, labelled, numberText, numberTyped, select } from "./parts.ts";
import { exampleOf } from "./test-alert.ts";
import { type StudioWord, say, sayOf } from "./words.ts";

type Tier = Streamer["settings"]["tiers"][number];

const themes = ["calm", "bold", "neon", "paper", "pixel"] as const;
const sounds = ["none", "drop", "chime", "fanfare"] as const;
const mostTiers = 10;

/** What reaching an amount gives, each with how it will look. */
export function tierTable(streamer: Streamer, test: (tier: Tier) => void) {
  const { tiers } = streamer.settings;
  const rows: { readonly box: HTMLElement; readonly read: () => Tier }[] = [];
  const list = element("div", { class: "tiers" });
  const decimals = decimalsOf(tiers[0]?.min_amount ?? "0");

  function add(tier: Tier): void {
    const row = tierRow(tier, { streamer, decimals, test }, () => {
      rows.splice(rows.indexOf(row), 1);
      row.box.remove();
    });
    rows.push(row);
    list.append(row.box);
  }

  for (const tier of tiers) add(tier);
  const more = button(say("tierAdd"), () => {
    const last = rows.at(-1)?.read() ?? tiers[0];
    if (last && rows.length < mostTiers) add(last);
  });
  return {
    box: element("div", { class: "stack" }, list, more),
    read: () => rows.map((row) => row.read()),
  };
}

type TierContext = {
  readonly streamer: Streamer;
  readonly decimals: number;
  readonly test: (tier: Tier) => void;
};

function tierRow(tier: Tier, { streamer, decimals, test }: TierContext, remove: () => void) {
  const from = amountInput(tier.min_amount);
  from.setAttribute("aria-label", say("tierFrom"));
  const seconds = input(numberText(tier.duration_ms / 1_000), {
    ...{ inputmode: "numeric", "aria-label": say("tierSeconds") },
  });
  const speech = input(String(tier.max_speech_characters), {
    ...{ inputmode: "numeric", "aria-label": say("tierSpeech") },
  });
  const media = input(String(tier.max_media_seconds), {
    ...{ inputmode: "numeric", "aria-label": say("tierMedia") },
  });
  const theme = select(
    themes.map((value) => ({ value, name: sayOf("theme_", value) })),
    ...([tier.theme, say("tierTheme")] as const),
  );
  const sound = select(
    sounds.map((value) => ({ value, name: sayOf("sound_", value) })),
    ...([tier.sound, say("tierSound")] as const),
  );
  const scene = element("div", {
    class: "scene small-scene",
    "aria-label": say("preview"),
    role: "img",
  });
  const read = (): Tier => ({
    ...tier,
    min_amount: amountTyped(from.value, decimals),
    theme: themes.find((value) => value === theme.value) ?? tier.theme,
    sound: sounds.find((value) => value === sound.value) ?? tier.sound,
    duration_ms: Math.round(numberTyped(seconds.value) * 1_000),
    max_speech_characters: Number(speech.value),
    max_media_seconds: Number(media.value),
  });
  const show = () => {
    const { min_amount, theme: look } = read();
    scene.replaceChildren(exampleOf(min_amount, look, streamer));
  };
  for (const control of [from, theme]) control.addEventListener("input", show);
  show();
  const box = element(
    "div",
    { class: "tier" },
    scene,
    element(
      "div",
      { class: "tier-fields" },
      named("tierFrom", from),
      named("tierTheme", theme),
      named("tierSound", sound),
      named("tierSeconds", seconds),
      named("tierSpeech", speech),
      named("tierMedia", media),
    ),
    element(
      "div",
      { class: "controls" },
      button(say("tierTest"), () => test(read()), { class: "button quiet" }),
      button(say("tierRemove"), remove, { class: "button quiet" }),
    ),
  );
  return { box, read };
}

function named(word: StudioWord, control: HTMLElement): HTMLElement {
  return labelled(say(word), control);
}
