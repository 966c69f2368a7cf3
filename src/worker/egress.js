// For functions that may not reach private networks. The engine compares every address it connects to with what is
// denied, except the address that the name of a SOCKS proxy leads to: so there are no such proxies.
(() => {
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const { apply } = Reflect;
  const { exec } = RegExp.prototype;
  const { String: toText } = globalThis;
  const { PermissionDenied } = Deno.errors;
  // Read when it is needed: the first read makes the engine load its HTTP client.
  const original = getOwnPropertyDescriptor(Deno, "createHttpClient");
  const known = /^https?:\/\//i;

  const createHttpClient = (options) => {
    const copy = { ...options };
    if (copy.proxy) {
      const proxy = copy.proxy = { ...copy.proxy };
      if (proxy.url !== undefined) proxy.url = toText(proxy.url);
      if (proxy.url !== undefined && !apply(exec, known, [proxy.url])) {
        throw new PermissionDenied("only proxies with http:// and https:// can be used here");
      }
    }
    return apply(original.value ?? apply(original.get, Deno, []), Deno, [copy]);
  };
  defineProperty(Deno, "createHttpClient", { value: createHttpClient, writable: true, configurable: true, enumerable: true });
})();
