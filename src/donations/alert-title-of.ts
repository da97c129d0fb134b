/** The languages in which a stage reads aloud, and writes what it shows. */
export const stageLanguages = ["id-ID", "en-US"] as const;
export type StageLanguage = (typeof stageLanguages)[number];

/** What an alert says above the message. The pages that show donors and streamers a preview say it with this too. */
export function alertTitleOf(name: string, amountText: string, language: StageLanguage): string {
  return `${name} ${language === "id-ID" ? "berdonasi" : "donated"} ${amountText}`;
}
