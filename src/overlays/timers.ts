/**
 * How long everything may take. A page that loses its lease stops before the grace for an orphan is over, and before the
 * fence lets another page begin: that is why two pages are never heard together.
 */
export const timers = {
  /** Speech that takes longer is left out. */
  speechMs: 8_000,
  startMs: 10_000,
  /** A video may be preceded by advertisements. */
  startVideoMs: 30_000,
  playSlackMs: 5_000,
  stallMs: 15_000,
  longestPlayMs: 600_000,
  leaseMs: 8_000,
  orphanGraceMs: 12_000,
  fenceMs: 9_500,
  /** By the number of attempts that the page reported as failed. */
  failureBackoffMs: [0, 2_000, 10_000],
  lossBackoffMs: 20_000,
  /** How long a page may think about whether it is there. */
  answerMs: 15_000,
  /** How long a connection may say nothing at all. */
  helloMs: 15_000,
  silentPageMs: 70_000,
  backlogAnswerMs: 60_000,
  /** Alerts older than this, or more than so many, are a backlog when a page connects. */
  backlogAgeMs: 600_000,
  backlogAfterMs: 60_000,
  rebuildMs: 600_000,
  rebuildRetryMs: 10_000,
  /** What was read a little before an alert came cannot know it. */
  rebuildGraceMs: 30_000,
  /** How long facts that are being written may take before they are written again. */
  writePatienceMs: 60_000,
  firstWriteRetryMs: 1_000,
  longestWriteRetryMs: 60_000,
  ageingMs: 300_000,
} as const;

/** Bounds that are not times. */
export const bounds = {
  attempts: 3,
  losses: 20,
  backlogItems: 5,
  keptDone: 500,
  keptCommands: 200,
  keptWidgets: 50,
  factsAtOnce: 10,
  /** What counts as played when the end was not heard. */
  playedShare: 0.8,
} as const;
