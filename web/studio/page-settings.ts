import type { Streamer } from "../../src/donations/streamer.ts";
import { checkbox, field } from "../form/fields.ts";
import { button, element } from "../page/dom.ts";
import { skeleton } from "../page/states.ts";
import { moderationFields } from "./moderation-fields.ts";
import { input, panel } from "./parts.ts";
import { api, change } from "./session.ts";
import { amountFields, boardFields, extraFields } from "./settings-fields.ts";
import { sounds } from "./sound-check.ts";
import { submitOnce } from "./submit-once.ts";
import { testAlertOf } from "./test-alert.ts";
import { tierTable } from "./tiers.ts";
import { noticeLine, troubleBox, troubleText } from "./trouble.ts";
import type { View } from "./view.ts";
import { say } from "./words.ts";

type Tier = Streamer["settings"]["tiers"][number];

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
    const form = settingsForm(streamer, (tier) => void test(tier));
    const save = button(say("save"), () => undefined, { class: "button primary", type: "submit" });
    form.box.append(element("div", { class: "save-bar" }, save, notice.box));
    const test = async (tier: Tier) => {
      const body = { command: "TEST", test: testOf(tier, streamer) };
      const answer = await change("/v1/overlays/stage/commands", "POST", body);
      const isSent = answer.outcome === "done";
      notice.say(isSent ? say("tested") : troubleText(answer), !isSent);
    };
    let version = etag;
    submitOnce(form.box, async () => {
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

function settingsForm(streamer: Streamer, test: (tier: Tier) => void) {
  const { settings } = streamer;
  const name = input(streamer.display_name, { maxlength: "50", dir: "auto" });
  const slug = input(streamer.slug, { maxlength: "30", spellcheck: "false" });
  const bio = input(settings.bio, { maxlength: "300", dir: "auto" });
  const running = input(settings.running_text, { maxlength: "200", dir: "auto" });
  const accepting = checkbox(say("accepting"), settings.is_accepting, () => {});
  const amounts = amountFields(streamer);
  const extras = extraFields(streamer);
  const rules = moderationFields(settings);
  const board = boardFields(settings);
  const tiers = tierTable(streamer, test);
  const box = element(
    "form",
    { class: "stack", novalidate: true },
    panel(
      say("tab_page"),
      accepting.box,
      element(
        "div",
        { class: "inline-form" },
        field(say("displayName"), null, name).box,
        field(say("slug"), `${location.host}/donate/`, slug).box,
      ),
      field(say("bio"), null, bio).box,
      field(say("running"), null, running).box,
      amounts.box,
    ),
    panel(say("tiers"), element("p", { class: "muted" }, say("tiersIntro")), tiers.box),
    panel(say("speech_media"), extras.box),
    panel(say("moderation"), rules.box),
    panel(say("part_LEADERBOARD"), board.box),
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
        ...board.read(),
      },
    }),
  };
}

/** An alert as this tier would make it, before anybody has saved it. */
function testOf({ min_amount, theme, sound }: Tier, streamer: Streamer) {
  const duration_ms = sound === "none" ? 0 : sounds[sound];
  return {
    ...testAlertOf(min_amount || streamer.settings.min_amount, streamer),
    variant: theme,
    ...(duration_ms === 0 ? {} : { sound: { src: `/v1/sounds/${sound}`, duration_ms } }),
  };
}
