import { field } from "../form/fields.ts";
import { type Answer, ask } from "../page/ask.ts";
import { button, element } from "../page/dom.ts";
import { input } from "./parts.ts";
import { sendingForm } from "./sending-form.ts";
import { logIn } from "./session.ts";
import { noticeLine, troubleText } from "./trouble.ts";
import { say } from "./words.ts";

const passwordLength = 12;

type Account = { readonly email: string; readonly password: string };

/** The way to an account: an address, a password, and the code that was sent to the address. */
export function signUpView(done: () => void, back: () => void): HTMLElement {
  const email = input("", { type: "email", autocomplete: "username" });
  const password = input("", { type: "password", autocomplete: "new-password" });
  const fault = element("p", { class: "fault", role: "alert" });
  const form = sendingForm(
    say("createAccount"),
    fault,
    [
      field(say("email"), null, email).box,
      field(say("password"), say("passwordHint"), password).box,
    ],
    async () => {
      const account = { email: email.value.trim(), password: password.value };
      if (account.password.length < passwordLength) return say("passwordShort");
      const answer = await ask("/v1/auth/register", { method: "POST", body: account });
      if (answer.outcome !== "done") return troubleText(answer);
      const other = () => {
        box.replaceChildren(...begin);
        email.focus();
      };
      box.replaceChildren(...proofOf(account, otpRefOf(answer), done, other));
      box.querySelector("input")?.focus();
      return null;
    },
  );
  const begin = [
    element("h1", {}, say("createAccount")),
    element("p", { class: "muted" }, say("createIntro")),
    form,
    button(say("haveAccount"), back, { class: "button quiet" }),
  ];
  const box = element("section", { class: "card sign-in" }, begin);
  return box;
}

function otpRefOf(answer: Extract<Answer, { outcome: "done" }>): string {
  return (answer.value as { readonly otp_ref: string }).otp_ref;
}

function proofOf(
  account: Account,
  firstRef: string,
  done: () => void,
  other: () => void,
): HTMLElement[] {
  let otpRef = firstRef;
  const code = input("", { inputmode: "numeric", autocomplete: "one-time-code", maxlength: "6" });
  const fault = element("p", { class: "fault", role: "alert" });
  const notice = noticeLine();
  const form = sendingForm(say("verify"), fault, [field(say("code"), null, code).box], async () => {
    const body = { otp_ref: otpRef, code: code.value.trim() };
    const proved = await ask("/v1/auth/otp/verify", { method: "POST", body });
    if (proved.outcome !== "done") return troubleText(proved);
    const entered = await logIn(account.email, account.password);
    if (entered.outcome !== "done") return troubleText(entered);
    done();
    return null;
  });
  const again = button(say("codeAgain"), () => void sendAgain(), { class: "button quiet" });

  async function sendAgain(): Promise<void> {
    const body = { otp_ref: otpRef };
    const answer = await ask("/v1/auth/otp/request", { method: "POST", body });
    if (answer.outcome === "done") otpRef = otpRefOf(answer);
    const isSent = answer.outcome === "done";
    notice.say(isSent ? say("codeOnItsWay") : troubleText(answer), !isSent);
  }

  return [
    element("h1", {}, say("proveTitle")),
    element("p", { class: "muted" }, say("codeSent", { email: account.email })),
    form,
    again,
    // Whoever mistyped their address waits in vain for a code.
    button(say("otherEmail"), other, { class: "button quiet" }),
    notice.box,
  ];
}
