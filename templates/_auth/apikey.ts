import { timingSafeEqual } from "node:crypto";

type Handler = (request: Request) => Response | Promise<Response>;

/**
 * Answers 401 unless the `apikey` header is a publishable or secret key of the
 * project. A publishable key tells which project a caller belongs to, not who
 * the caller is.
 */
export function withApiKey(handler: Handler): Handler {
  return (request) => {
    const given = request.headers.get("apikey");
    if (!given || !projectKeys().some((key) => isEqual(key, given))) {
      return Response.json(
        { error: "Send a publishable or secret key as `apikey` header" },
        { status: 401 },
      );
    }
    return handler(request);
  };
}

/** For callers with full access only, leave the publishable keys out. */
function projectKeys(): string[] {
  return ["SUPABASE_PUBLISHABLE_KEYS", "SUPABASE_SECRET_KEYS"].flatMap(
    (name) => {
      // A JSON object: `{"default":"sb_..."}`.
      const keys: unknown = JSON.parse(Deno.env.get(name) || "{}");
      return Object.values(keys ?? {}).filter((key) =>
        typeof key === "string" && key !== ""
      );
    },
  );
}

/** Takes the same time wherever the keys differ. */
function isEqual(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => new TextEncoder().encode(text));
  return left.length === right.length && timingSafeEqual(left, right);
}
