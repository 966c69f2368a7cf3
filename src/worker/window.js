// `window`, which hosted workers have for a function's own modules and for remote ones, and not for npm packages, which would
// take the worker for a browser.
//
// Hosted, the engine asks on each access whose script it is; the engine that fx runs has done away with that. So here the
// global object inherits `window` from a proxy that looks at its caller: in packages the name is not defined at all. What
// that costs: an access to `window` takes 5 to 10 µs, for the stack is looked at, and that of a name that nobody has defined
// a tenth of a microsecond. Other globals are the global object's own and cost what they did. A function can give `window`
// another value, which everybody sees then, but not delete it.
//
// Nothing else of what fx adds differs between packages and other code: hosted, both see `EdgeRuntime`, `Supabase`,
// `SUPABASE_VERSION`, `DENO_VERSION`, `navigator`, `self`, `process`, and no `document`.
const defineWindow = (() => {
  const { Error: NativeError, Proxy: NativeProxy } = globalThis;
  const { captureStackTrace } = NativeError;
  const { apply, defineProperty, deleteProperty, get, getOwnPropertyDescriptor, has } = Reflect;
  const uncurry = (method) => (self, ...args) => apply(method, self, args);
  const includes = uncurry(String.prototype.includes);
  const startsWith = uncurry(String.prototype.startsWith);
  const replace = uncurry(String.prototype.replace);
  const BACKSLASHES = /\\/g;
  const slashed = (path) => replace(path, BACKSLASHES, "/");

  // Frames of natives and of `eval` name no script: the one that called them counts.
  const FRAMES = 4;

  /** The first script on the stack below `callee`, as the engine names it; `undefined` where there is none. */
  const scriptBelow = (callee) => {
    const holder = {};
    const before = {
      stackTraceLimit: getOwnPropertyDescriptor(NativeError, "stackTraceLimit"),
      prepareStackTrace: getOwnPropertyDescriptor(NativeError, "prepareStackTrace"),
    };
    const prepare = (_, sites) => {
      for (let i = 0; i < sites.length; i++) {
        const name = sites[i].getFileName();
        if (typeof name === "string") return name;
      }
    };
    const set = (name, value) => defineProperty(NativeError, name, { __proto__: null, value, writable: true, configurable: true });
    try {
      set("stackTraceLimit", FRAMES);
      set("prepareStackTrace", prepare);
      captureStackTrace(holder, callee);
      return holder.stack;
    } finally {
      for (const name in before) {
        if (before[name] === undefined) deleteProperty(NativeError, name);
        else defineProperty(NativeError, name, before[name]);
      }
    }
  };

  /** Defines it for everybody but what lies in `roots`, where packages are unpacked, or in a `node_modules`. */
  return (roots) => {
    const packages = [];
    for (let i = 0; i < roots.length; i++) packages[i] = `${slashed(roots[i])}/`;
    const isPackage = (script) => {
      if (typeof script !== "string") return false;
      if (startsWith(script, "http:") || startsWith(script, "https:")) return false;
      if (startsWith(script, "ext:") || startsWith(script, "node:")) return true;
      const path = slashed(script);
      for (let i = 0; i < packages.length; i++) if (startsWith(path, packages[i])) return true;
      return includes(path, "/node_modules/");
    };
    const traps = {
      __proto__: null,
      has: (target, name) => name === "window" ? !isPackage(scriptBelow(traps.has)) : has(target, name),
      get: (target, name, receiver) => {
        if (name !== "window") return get(target, name, receiver);
        return isPackage(scriptBelow(traps.get)) ? undefined : globalThis;
      },
    };
    const { prototype } = Window;
    Object.setPrototypeOf(prototype, new NativeProxy({ __proto__: Object.getPrototypeOf(prototype) }, traps));
  };
})();
