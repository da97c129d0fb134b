import { type Catalogue, problemsOf } from "./problem.ts";

/** The refusals of routes about events and their delivery. */
export const deadLetterCatalogue = {
  dead_letter_not_found: {
    status: 404,
    title: "Dead letter not found",
    meaning: "There is no such dead letter: it was delivered meanwhile, or dropped.",
    remedy: "List what could not be delivered with GET /v1/admin/dead-letters.",
    fields: { dead_letter_ref: "The ref that was asked for." },
  },
  dead_letter_dropped: {
    status: 409,
    title: "Dead letter was dropped",
    meaning: "Somebody has decided already that this event is passed over.",
    remedy: "Nothing is left to decide. Whatever must still happen has to be done by hand.",
    fields: { dead_letter_ref: "The dead letter." },
  },
  dead_letter_undroppable: {
    status: 409,
    title: "Dead letter cannot be dropped",
    meaning: "This group writes down everything that happened, and may have no holes.",
    remedy: "Mend what makes the event fail, and replay the dead letter.",
    fields: { dead_letter_ref: "The dead letter.", group: "The group of consumers." },
  },
} as const satisfies Catalogue;

export const deadLetterProblem = problemsOf(deadLetterCatalogue);
