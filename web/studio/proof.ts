import { field } from "../form/fields.ts";
import type { Answer } from "../page/ask.ts";
import { button, element } from "../page/dom.ts";
import { input } from "./parts.ts";
import { sendingForm } from "./sending-form.ts";
import { api, change, stepUp } from "./session.ts";
import { troubleText } from "./trouble.ts";
import { say } from "./words.ts";

/** What came of something that takes a proof; `unproved` where it was not given, and nothing was done. */
export type Proved = Answer | { readonly outcome: "unproved" };

/** Makes something that only a person makes who has just shown who they are, and asks for that where it is missing. */
export async function makeProved(path: string, body: unknown, place: HTMLElement): Promise<Proved> {
  const answer = await change(path, "POST", body);
  const isMissing = answer.outcome === "refused" && answer.refusal.code === "step_up_required";
  if (!isMissing) return answer;
  const request = await api("/v1/auth/step-up/request", { method: "POST", body: {} });
  const hasApp = request.outcome === "refused" && request.refusal.code === "authenticator_required";
  if (request.outcome !== "done" && !hasApp) return request;
  const otpRef = hasApp || request.outcome !== "done" ? null : otpRefOf(request.value);
  const isProved = await proofFrom(place, otpRef);
  return isProved ? change(path, "POST", body) : { outcome: "unproved" };
}

function otpRefOf(value: unknown): string {
  return (value as { readonly otp_ref: string }).otp_ref;
}

/** Asks for a code, of the app or of the message that was sent, until it is right or nobody wants to go on. */
function proofFrom(place: HTMLElement, otpRef: string | null): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isProved: boolean) => {
      place.replaceChildren();
      resolve(isProved);
    };
    const code = input("", {
      inputmode: "numeric",
      autocomplete: "one-time-code",
      maxlength: "40",
    });
    const fault = element("p", { class: "fault", role: "alert" });
    const hint = otpRef === null ? say("codeHint") : say("proofSent");
    const form = sendingForm(
      say("verify"),
      fault,
      [field(say("code"), hint, code).box],
      async () => {
        const answer = await stepUp(code.value.trim(), otpRef);
        if (answer.outcome !== "done") return troubleText(answer);
        end(true);
        return null;
      },
    );
    place.replaceChildren(
      element(
        "div",
        { class: "proof" },
        element("h3", {}, say("proofTitle")),
        element("p", { class: "muted" }, say("proofWhy")),
        form,
        button(say("proofCancel"), () => end(false), { class: "button quiet" }),
      ),
    );
    code.focus();
  });
}
