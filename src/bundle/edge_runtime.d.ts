// What hosted functions have besides Deno and the Web. fx brings this along for
// `import "jsr:@supabase/functions-js/edge-runtime.d.ts"`, so that nothing has to be downloaded to check a function.

/** Why a worker ends. */
type BeforeunloadReason = "cpu" | "memory" | "wall_clock" | "early_drop" | "termination";

interface WindowEventMap {
  load: Event;
  /** The worker ends soon: work that is not done is lost. */
  beforeunload: CustomEvent<{ reason: BeforeunloadReason }>;
  unload: Event;
  drain: Event;
}

declare namespace EdgeRuntime {
  /** Keeps the worker until `promise` settles, also when the response has been sent. */
  function waitUntil<T>(promise: Promise<T>): Promise<T>;
}

declare namespace Supabase {
  interface ModelOptions {
    /** Whether an embedding is the mean of its tokens' (`gte-small`). */
    mean_pool?: boolean;
    /** Whether an embedding is normalized (`gte-small`). */
    normalize?: boolean;
    /** Whether the answer comes in parts (language models). */
    stream?: boolean;
    /** After how many seconds the request is given up (language models). */
    timeout?: number;
    /** How the server of a language model is spoken to. */
    mode?: "ollama" | "openaicompatible";
    /** Gives the request up. */
    signal?: AbortSignal;
  }

  /** A model that is ready to be used. */
  class Session {
    constructor(model: string, sessionOptions?: unknown);
    // What comes back depends on the model.
    // deno-lint-ignore no-explicit-any
    run(prompt: string | object, modelOptions?: ModelOptions): any;
  }

  interface Ai {
    readonly Session: typeof Session;
  }

  const ai: Ai;

  namespace ai {
    type Session = Supabase.Session;
  }
}
