/** What the bearer token says about the caller. */
export interface Claims {
  /** The user's id; the anon key has none. */
  sub?: string;
  /** `anon`, `authenticated` or `service_role`. */
  role?: string;
  [name: string]: unknown;
}

type Handler = (
  request: Request,
  claims: Claims,
) => Response | Promise<Response>;

/**
 * Hands the claims to the handler as its second parameter.
 *
 * The gateway has verified the token: that is what `verify_jwt = true` in
 * `config.toml` does. Without it, anybody could make these claims up.
 */
export function withUser(
  handler: Handler,
): (request: Request) => Response | Promise<Response> {
  return (request) => {
    // The gateway lets these through without a look at the token.
    if (request.method === "OPTIONS") {
      return new Response(null, { status: 204 });
    }
    const claims = readClaims(request.headers.get("Authorization"));
    if (!claims) {
      return Response.json(
        { error: "Send `Authorization: Bearer <access token>`" },
        { status: 401 },
      );
    }
    return handler(request, claims);
  };
}

function readClaims(authorization: string | null): Claims | null {
  const token = /^Bearer +(\S+)$/i.exec(authorization?.trim() ?? "")?.[1];
  const payload = token?.split(".")[1];
  if (!payload) {
    return null;
  }
  try {
    const binary = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === "object" ? claims : null;
  } catch {
    return null;
  }
}
