/** What is sent back to whoever asked: JSON, a page, or another address. */
export type Answer = {
  readonly status: number;
  readonly json?: unknown;
  readonly html?: string;
  readonly location?: string;
};
