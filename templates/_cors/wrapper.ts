type Handler = (request: Request) => Response | Promise<Response>;

/**
 * Answers preflights, by which a browser asks whether a page may call the
 * function, and adds `corsHeaders` to all other responses: without them the
 * page could not read a response, nor why a request failed.
 */
export function withCors(handler: Handler): Handler {
  return async (request) => {
    if (request.method === "OPTIONS") {
      return new Response(null, { status: 204, headers: corsHeaders });
    }
    let response: Response;
    try {
      response = await handler(request);
    } catch (error) {
      console.error(error);
      response = Response.json({ error: "Internal error" }, { status: 500 });
    }
    const headers = new Headers(response.headers);
    for (const [name, value] of new Headers(corsHeaders)) {
      if (!headers.has(name)) {
        headers.set(name, value);
      }
    }
    return new Response(response.body, {
      status: response.status,
      statusText: response.statusText,
      headers,
    });
  };
}
