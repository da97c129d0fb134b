/** What an operator may decide about a notification that was quarantined. */
export const resolutions = ["RETRY", "ACCEPT_LATE", "DISMISS"] as const;

/** What an operator may decide about a case. */
export const caseResolutions = ["RETRY", "REDIRECT", "CONFIRM", "GIVE_UP", "DISMISS"] as const;
