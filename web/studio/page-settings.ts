import type { Streamer } from "../../src/donations/streamer.ts";
import { checkbox, field } from "../form/fields.ts";
import { amountTyped, decimalsOf } from "../page/decimal.ts";
import { button, type Child, element } from "../page/dom.ts";
import { skeleton } from "../page/states.ts";
import { input, select } from "./parts.ts";
import { api, change } from "./session.ts";
import { tierTable } from "./tiers.ts";
import { noticeLine, troubleBox, troubleText } from "./trouble.ts";
import type { View } from "./view.ts";
import { type StudioWord, say, sayOf } from "./words.ts";

type Settings = Streamer["settings"];

/** The rules of the page: what is taken, what is shown for it, and what is looked at first. */
export function pageView({ streamer_ref }: Streamer, changed: (streamer: Streamer) => void): View {
  const box = element("div", { class: "stack" }, skeleton());
  const path = `/v1/streamers/${streamer_ref}/settings`;

  async function load(): Promise<void> {
    const answer = await api(path);
    if (answer.outcome === "done") draw(answer.value as Streamer, answer.etag);
    else box.replaceChildren(troubleBox(answer, () => void load()));
  }

  function draw(streamer: Streamer, etag: string): void {
    const notice = noticeLine();
    const form = settingsForm(streamer);
    const save = button(say("save"), () => undefined, { class: "button primary", type: "submit" });
    form.box.append(element("div", { class: "save-bar" }, save, notice.box));
    let version = etag;
    form.box.addEventListener("submit", async (event) => {
      event.preventDefault();
      const answer = await change(path, "PATCH", form.read(), { "if-match": version });
      if (answer.outcome !== "done") {
        notice.say(troubleText(answer), true);
        return;
      }
      version = answer.etag;
      changed(answer.value as Streamer);
      notice.say(say("saved"));
    });
    box.replaceChildren(form.box);
  }

  void load();
  return { box, leave: () => {} };
}

function settingsForm(streamer: Streamer) {
  const { settings } = streamer;
  const decimals = decimalsOf(settings.min_amount);
  const name = input(streamer.display_name, { maxlength: "50", dir: "auto" });
  const slug = input(streamer.slug, { maxlength: "30", spellcheck: "false" });
  const bio = input(settings.bio, { maxlength: "300", dir: "auto" });
  const running = input(settings.running_text, { maxlength: "200", dir: "auto" });
  const accepting = checkbox(say("accepting"), settings.is_accepting, () => {});
  const amounts = amountFields(settings, decimals);
  const extras = extraFields(settings, decimals);
  const rules = moderationFields(settings);
  const tiers = tierTable(settings.tiers, streamer.currency);
  const box = element(
    "form",
    { class: "stack", novalidate: true },
    part(
      "tab_page",
      accepting.box,
      pair(
        field(say("displayName"), null, name).box,
        field(say("slug"), `${location.host}/donate/`, slug).box,
      ),
      field(say("bio"), null, bio).box,
      field(say("running"), null, running).box,
      amounts.box,
    ),
    part("tiers", element("p", { class: "muted" }, say("tiersIntro")), tiers.box),
    part("speech_media", extras.box),
    part("moderation", rules.box),
  );
  return {
    box,
    read: () => ({
      display_name: name.value.trim(),
      slug: slug.value.trim(),
      settings: {
        is_accepting: accepting.input.checked,
        bio: bio.value.trim(),
        running_text: running.value.trim(),
        tiers: tiers.read(),
        ...amounts.read(),
        ...extras.read(),
        ...rules.read(),
      },
    }),
  };
}

function part(title: StudioWord, ...children: Child[]): HTMLElement {
  return element("section", { class: "card panel" }, element("h2", {}, say(title)), children);
}

function pair(...children: Child[]): HTMLElement {
  return element("div", { class: "inline-form" }, children);
}

function amountInput(value: string): HTMLInputElement {
  return input(value, { inputmode: "decimal", maxlength: "24" });
}

function amountFields(settings: Settings, decimals: number) {
  const [least, most] = [amountInput(settings.min_amount), amountInput(settings.max_amount)];
  const shown = amountInput(settings.min_alert_amount);
  const quick = input(settings.quick_amounts.join(" "), { inputmode: "text" });
  return {
    box: element(
      "div",
      { class: "stack" },
      pair(
        field(say("minAmount"), null, least).box,
        field(say("maxAmount"), null, most).box,
        field(say("minAlert"), null, shown).box,
      ),
      field(say("quickAmounts"), say("quickHint"), quick).box,
    ),
    read: () => ({
      min_amount: amountTyped(least.value, decimals),
      max_amount: amountTyped(most.value, decimals),
      min_alert_amount: amountTyped(shown.value, decimals),
      quick_amounts: quick.value
        .split(/\s+/)
        .filter((text) => text !== "")
        .map((text) => amountTyped(text, decimals)),
    }),
  };
}

function extraFields({ speech, media }: Settings, decimals: number) {
  const speechOn = checkbox(say("speechOn"), speech.is_on, () => {});
  const mediaOn = checkbox(say("mediaOn"), media.is_on, () => {});
  const speechMin = amountInput(speech.min_amount);
  const [mediaMin, price] = [amountInput(media.min_amount), amountInput(media.price_per_second)];
  return {
    box: element(
      "div",
      { class: "stack" },
      speechOn.box,
      field(say("speechMin"), null, speechMin).box,
      mediaOn.box,
      pair(field(say("mediaMin"), null, mediaMin).box, field(say("mediaPrice"), null, price).box),
    ),
    read: () => ({
      speech: {
        ...speech,
        is_on: speechOn.input.checked,
        min_amount: amountTyped(speechMin.value, decimals),
      },
      media: {
        ...media,
        is_on: mediaOn.input.checked,
        min_amount: amountTyped(mediaMin.value, decimals),
        price_per_second: amountTyped(price.value, decimals),
      },
    }),
  };
}

function moderationFields({ moderation }: Settings) {
  const choices = (prefix: string, values: readonly string[], chosen: string, label: StudioWord) =>
    select(
      values.map((value) => ({ value, name: sayOf(prefix, value) })),
      chosen,
      say(label),
    );
  const hold = choices("hold_", ["NOTHING", "FLAGGED", "EVERYTHING"], moderation.hold, "hold");
  const onWord = choices(
    "on_",
    ["CENSOR", "HOLD", "REFUSE"],
    moderation.on_banned_word,
    "onBanned",
  );
  const words = element("textarea", { class: "input", rows: "4", dir: "auto" });
  words.value = moderation.banned_words.join("\n");
  return {
    box: element(
      "div",
      { class: "stack" },
      pair(labelled("hold", hold), labelled("onBanned", onWord)),
      field(say("banned"), say("bannedHint"), words).box,
    ),
    read: () => ({
      moderation: {
        ...moderation,
        hold: hold.value,
        on_banned_word: onWord.value,
        banned_words: words.value
          .split("\n")
          .map((word) => word.trim())
          .filter((word) => word !== ""),
      },
    }),
  };
}

function labelled(label: StudioWord, control: HTMLElement): HTMLElement {
  return element(
    "div",
    { class: "field" },
    element("span", { class: "label" }, say(label)),
    control,
  );
}
