//! What every function of the corpus does with requests: GET says that it has started, POST does the work.

/** The address of the corpus' own HTTP server. */
export const loopback = Deno.env.get("CORPUS_URL")!;

/** Answers with what `work` returns, as JSON, or with the error that it throws. */
export function serve(work: () => unknown) {
  Deno.serve(async (request) => {
    if (request.method !== "POST") return new Response("up");
    try {
      return Response.json((await work()) ?? null);
    } catch (error) {
      console.error(error);
      return new Response(String(error), { status: 500 });
    }
  });
}
