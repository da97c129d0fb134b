/** What is to be said, and how. */
export type SpeechRequest = {
  readonly text: string;
  readonly language: string;
  /** A name of the provider's own; empty for its usual voice. */
  readonly voice: string;
};

export type SpokenAudio = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: "audio/wav" | "audio/mpeg";
  readonly durationMs: number;
};

/** Something that speaks. It throws when it cannot; an alert then plays without. */
export type TextToSpeech = {
  /** Part of what names the audio, because another voice says the same otherwise. */
  readonly name: string;
  readonly speak: (request: SpeechRequest, signal: AbortSignal) => Promise<SpokenAudio>;
};
