import { commonPasswords } from "./common-passwords.ts";
import { fingerprintOf } from "./fingerprint-of.ts";

// Twelve characters and more is what these are about; what is shorter is refused for its length.
const minLength = 12;
const maxRuns = 3;

// What people reach for when they are asked for something long: what is on the keyboard, and what is on their mind.
const words = `
password passw0rd p@ssword p@ssw0rd pass passwort motdepasse contrasena senha katasandi rahasia sandi kunci
qwerty qwertz azerty qwertyuiop asdfghjkl asdfgh zxcvbnm zxcvbn qazwsx wsxedc edcrfv qwe asd zxc qaz wsx 1qaz 2wsx 3edc
1q2w3e4r 1q2w3e4r5t 1q2w3e q1w2e3r4 q1w2e3 abcdef abcdefg abcdefgh abcd abc
admin administrator root toor user guest login welcome letmein letmeinnow changeme changeit default temp temporary test
testing tester secret secrets master access system server manager office company computer internet network windows
microsoft google facebook instagram youtube twitter tiktok whatsapp samsung android iphone apple gojek grab tokopedia
shopee saku sakuku money bank wallet streamer donation
iloveyou loveyou iloveu ilove love lovely lover forever friends friend family mother father mommy daddy mama papa
sayang sayangku cinta cintaku akucintakamu aku kamu bismillah alhamdulillah allah muhammad jesus jesuschrist christ
god angel angels heaven blessed faith hope
football baseball basketball soccer hockey tennis golf liverpool chelsea arsenal barcelona realmadrid juventus
manchester manutd persib persija ferrari porsche mercedes yamaha honda harley mustang corvette
superman batman spiderman pokemon pikachu naruto sasuke starwars minecraft roblox fortnite nintendo playstation xbox
mobilelegends freefire pubg dragon dragonball monster tiger eagle lion panther wolf falcon
princess sunshine flower butterfly chocolate cookie banana orange cheese coffee summer winter spring autumn
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december
indonesia jakarta bandung surabaya bali merdeka garuda malaysia singapore america england london paris australia
canada germany france brazil mexico china japan india russia
michael michelle jessica jennifer ashley daniel joshua anthony andrew matthew charlie jordan thomas robert william
george samantha nicole amanda hannah alexander benjamin jonathan christopher elizabeth victoria stephanie
rahmat budi agus dewi putri putra sari andi rizky dian ayu nur siti ahmad
trustno shadow killer hunter ranger hacker matrix phoenix thunder lightning diamond silver golden purple yellow blue
green black white red hello hellokitty whatever nothing something anything everything
correcthorsebatterystaple horse battery staple thequickbrownfox quickbrownfox loremipsum
fuck fuckyou fuckoff asshole bitch shit damn sexy
`
  .split(/\s+/)
  .filter(Boolean);

const leet: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
};

// What a finger writes that moves along a keyboard.
const walks = [
  "01234567890123456789",
  "98765432109876543210",
  "1q2w3e4r5t6y7u8i9o0p",
  "q1w2e3r4t5y6u7i8o9p0",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
  "qazwsxedcrfvtgbyhnujm",
  "qwertyuiopasdfghjklzxcvbnm",
  "mnbvcxzlkjhgfdsapoiuytrewq",
  "abcdefghijklmnopqrstuvwxyz",
];

const prints = new Uint32Array(
  Uint8Array.from(atob(commonPasswords), (letter) => letter.charCodeAt(0)).buffer,
);

/**
 * Whether a password is among those that are tried first: one of the three thousand most used, a run, a repetition, or up
 * to three words with the digits and signs that people put around them.
 */
export function isCommonPassword(password: string): boolean {
  if (prints.includes(fingerprintOf(password))) return true;
  const typed = password.toLowerCase().replaceAll(/[\s_.,;:'"`~#%^&*()+=|\\/<>?[\]{}-]+/g, "");
  if (isMonotonous(password.toLowerCase())) return true;
  const plain = typed.replaceAll(/[!@$]/g, "");
  return [typed, plain, bare(typed)]
    .flatMap((text) => [text, withoutLeet(text)])
    .some((text) => isMonotonous(text) || (/[a-z]/.test(text) && isMadeOfWords(text)));
}

function withoutLeet(text: string): string {
  return [...text].map((letter) => leet[letter] ?? letter).join("");
}

/** Without the digits and signs at both ends, where hardly anybody puts anything unforeseeable. */
function bare(text: string): string {
  return text.replaceAll(/^[\d!@$]+|[\d!@$]+$/g, "");
}

/** A few characters over and over, or a walk along the keyboard or the alphabet. */
function isMonotonous(text: string): boolean {
  if (text.length < minLength / 2) return false;
  if (new Set(text).size <= maxRuns) return true;
  const isRepeated = /^(.{1,6}?)\1+.{0,5}$/.test(text);
  return isRepeated || walks.some((walk) => walk.includes(text));
}

/** Whether the text is nothing but words of the list, at most three of them. */
function isMadeOfWords(text: string, left = maxRuns): boolean {
  if (text === "") return left < maxRuns;
  if (left === 0) return false;
  return [...words, ...digitsAtStart(text)].some(
    (word) => text.startsWith(word) && isMadeOfWords(text.slice(word.length), left - 1),
  );
}

/** Digits between words are a word: a year, a run, a telephone number. */
function digitsAtStart(text: string): string[] {
  const digits = /^\d+/.exec(text)?.[0];
  return digits === undefined ? [] : [digits];
}
