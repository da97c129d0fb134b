import { field } from "../form/fields.ts";
import type { Answer } from "../page/ask.ts";
import { button, element } from "../page/dom.ts";
import { sendingForm } from "./sending-form.ts";
import { answerChallenge, logIn } from "./session.ts";
import { signUpView } from "./sign-up.ts";
import { troubleText } from "./trouble.ts";
import { say } from "./words.ts";

/** The way in: address and password, and the second factor of whoever has one. */
export function signInView(done: () => void): HTMLElement {
  const email = element("input", { class: "input", type: "email", autocomplete: "username" });
  const password = element("input", {
    ...{ class: "input", type: "password", autocomplete: "current-password" },
  });
  const fault = element("p", { class: "fault", role: "alert" });
  const form = sendingForm(
    say("signIn"),
    fault,
    [field(say("email"), null, email).box, field(say("password"), null, password).box],
    async () => {
      const answer = await logIn(email.value.trim(), password.value);
      if (answer.outcome === "done" && answer.status === 202) {
        const { challenge_token } = answer.value as { readonly challenge_token: string };
        box.replaceChildren(secondStep(challenge_token, done));
        box.querySelector("input")?.focus();
        return null;
      }
      return ended(answer, done);
    },
  );
  const box = element(
    "section",
    { class: "card sign-in" },
    element("h1", {}, say("studio")),
    element("p", { class: "muted" }, say("signInIntro")),
    form,
    button(say("createAccount"), signUp, { class: "button quiet" }),
  );

  function signUp(): void {
    const asked = signUpView(done, () => {
      asked.replaceWith(box);
      email.focus();
    });
    box.replaceWith(asked);
    asked.querySelector("input")?.focus();
  }
  return box;
}

function secondStep(token: string, done: () => void): HTMLElement {
  const code = element("input", {
    ...{ class: "input", inputmode: "numeric", autocomplete: "one-time-code", maxlength: "40" },
  });
  const fault = element("p", { class: "fault", role: "alert" });
  return element(
    "div",
    { class: "stack" },
    element("h1", {}, say("secondFactor")),
    sendingForm(say("signIn"), fault, [field(say("code"), say("codeHint"), code).box], async () =>
      ended(await answerChallenge(token, code.value.trim()), done),
    ),
  );
}

function ended(answer: Answer, done: () => void): string | null {
  if (answer.outcome !== "done") return troubleText(answer);
  done();
  return null;
}
