/**
 * Lets the pages of every site call a function. For those of one site only,
 * write its origin in place of `*`, like `https://example.com`.
 */
export const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  // Those that supabase-js sends. Add what your pages send besides.
  "Access-Control-Allow-Headers":
    "authorization, x-client-info, apikey, content-type, x-region, " +
    "x-retry-count, traceparent, tracestate, baggage",
  "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
};
