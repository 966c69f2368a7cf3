// On whose behalf code runs: the request that it works for, for fx's records, and the tag of calls to fx itself.
//
// Runs in the same module as `bootstrap.js`, before that and before any code of the function. It puts a request into
// the engine's async context, which follows it through all that it starts (promises, timers, streams, events), and knows
// when a request has ended. What serves requests is the bootstrap's business, which says when one begins.
//
// A request ends with its response: one that is there as a whole, when the engine takes it; a stream, when the engine has
// sent it; a response of `node:http`, when that closes; and a WebSocket, when that closes.
const caller = (() => {
  const { getAsyncContext, setAsyncContext } = Deno[Deno.internal].core;
  const { apply, construct } = Reflect;
  const { defineProperties, defineProperty, getOwnPropertyDescriptor, getOwnPropertyDescriptors } = Object;
  const { getOwnPropertySymbols, getPrototypeOf } = Object;
  const { isArray } = Array;
  const { Headers, Proxy: NativeProxy, Request, URL, WeakMap: NativeWeakMap, queueMicrotask } = globalThis;
  const { iterator } = Symbol;
  const uncurry = (method) => (self, ...args) => apply(method, self, args);
  const getter = (prototype, name) => uncurry(getOwnPropertyDescriptor(prototype, name).get);
  const lower = uncurry(String.prototype.toLowerCase);
  const slice = uncurry(String.prototype.slice);
  const startsWith = uncurry(String.prototype.startsWith);
  const ObjectPrototype = Object.prototype;
  const isRequest = uncurry(Object.prototype.isPrototypeOf).bind(null, Request.prototype);
  const [getFrom, putInto] = ["get", "set"].map((name) => uncurry(WeakMap.prototype[name]));
  const [hasHeader, setHeader] = ["has", "set"].map((name) => uncurry(Headers.prototype[name]));
  const originOf = getter(URL.prototype, "origin");
  const [urlOf, headersOf] = ["url", "headers"].map((name) => getter(Request.prototype, name));
  const listen = uncurry(EventTarget.prototype.addEventListener);

  const named = (object, description) => {
    const symbols = getOwnPropertySymbols(object);
    for (let i = 0; i < symbols.length; i++) if (symbols[i].description === description) return symbols[i];
  };

  // --- context -----------------------------------------------------------------------------------------------------

  // The engine keeps a context as an object with one property per variable (`AsyncLocalStorage` has such), never changes
  // it, and copies it for another value. Ours is such a property. The engine's own class for that would do the same, but
  // has a weak map in between, which took a quarter of a small function's throughput.
  const WORK = Symbol("work");

  function Context(work) {
    this[WORK] = work;
  }
  Context.prototype = { __proto__: null };

  /** What runs from here on has this work. Returns the context before. */
  const enter = (work) => {
    const before = getAsyncContext();
    const isBare = before === undefined || before === null;
    setAsyncContext(isBare ? new Context(work) : { __proto__: null, ...before, [WORK]: work });
    return before;
  };

  const read = () => getAsyncContext()?.[WORK];

  // --- requests ----------------------------------------------------------------------------------------------------

  // What the gateway adds to requests; the function sees none of it. The names are also in `gateway/headers.rs`.
  const ID = "x-fx-request";
  const SECRET = "x-fx-worker-secret";
  const HIDDEN = { __proto__: null, [ID]: 1, [SECRET]: 1 };
  // Where the engine's object of a request has ours: `inner` is that object until the end, `id` is read when it is
  // wanted, `deferred` says that the response was not there when the handler returned, and `upgraded` is that object
  // again if the handler has asked for a WebSocket.
  const OURS = Symbol("ours");
  const SWITCHING_PROTOCOLS = 101;

  let header;

  const idOf = (work) => {
    if (work.id === undefined && work.inner !== null) work.id = apply(header, work.inner, [ID]) ?? undefined;
    return work.id;
  };

  const end = (work) => {
    work.inner = null;
    work.id = undefined;
    work.upgraded = undefined;
  };

  /** The id of the request that the running code works for; there is none when that has ended. */
  const current = () => {
    const work = read();
    return work === undefined ? undefined : idOf(work);
  };

  /** What runs from here on works for a request. `leave` takes what this returns. */
  const begin = (inner) => {
    const work = inner[OURS] = { inner, id: undefined, deferred: false, upgraded: undefined };
    return enter(work);
  };

  /** The rest of what runs works for a request that began elsewhere. */
  const resume = (inner) => {
    if (inner[OURS] !== undefined) enter(inner[OURS]);
  };

  /** The response comes later. */
  const defer = (inner) => {
    if (inner[OURS] !== undefined) inner[OURS].deferred = true;
  };

  let upgraded;
  // Whether there was ever a WebSocket.
  let hasUpgraded = false;
  const DECLINED = Symbol("declined");

  /**
   * Takes note of a response of the running request. After an upgrade the engine closes the whole server for one that is
   * no upgrade, unless it takes the request for one without.
   */
  const conclude = (response) => {
    if (!hasUpgraded) return response;
    const inner = read()?.upgraded;
    if (inner !== undefined && response.status !== SWITCHING_PROTOCOLS) inner[DECLINED] = true;
    return response;
  };

  /** Sees the end of requests and hides what the gateway adds to them. `prototype` is that of the engine's objects. */
  const watch = (prototype) => {
    const { close, _wantsUpgrade } = prototype;
    ({ header } = prototype);
    prototype.header = function (name) {
      return HIDDEN[lower(name)] === 1 ? null : apply(header, this, [name]);
    };
    const { get: headerList } = getOwnPropertyDescriptor(prototype, "headerList");
    redefineGetter(prototype, "headerList", function () {
      const list = apply(headerList, this, []);
      let kept = 0;
      for (let i = 0; i < list.length; i++) if (HIDDEN[list[i][0]] !== 1) list[kept++] = list[i];
      list.length = kept;
      return list;
    });
    prototype.close = function (success = true) {
      const work = this[OURS];
      if (work !== undefined) end(work);
      return apply(close, this, [success]);
    };
    prototype._wantsUpgrade = function (kind) {
      const work = this[OURS];
      const id = work === undefined ? undefined : idOf(work);
      const made = apply(_wantsUpgrade, this, [kind]);
      // The engine is done with the request, but its connection lives on.
      if (work !== undefined) {
        work.id = id;
        work.upgraded = this;
        hasUpgraded = true;
      }
      this[OURS] = undefined;
      upgraded = work;
      return made;
    };
    // The engine asks for this right before it sends a response, outside of what the handler ran in. What fills a stream
    // runs in what is current then.
    const symbol = named(prototype, "_upgraded");
    const { get: isUpgraded } = getOwnPropertyDescriptor(prototype, symbol);
    redefineGetter(prototype, symbol, function () {
      const work = this[OURS];
      if (work !== undefined && work.deferred && work.inner !== null) enter(work);
      return this[DECLINED] !== true && apply(isUpgraded, this, []);
    });
  };

  const redefineGetter = (target, name, get) => defineProperty(target, name, { get, configurable: true, enumerable: false });

  let responseSymbol;

  /** The engine's object of a response. */
  const innerOf = (response) => {
    responseSymbol ??= named(response, "response");
    return response[responseSymbol];
  };

  /** Whether the response is there as a whole, so that nothing of the function has to fill it. */
  const isWhole = (response) => {
    const inner = innerOf(response);
    if (inner === undefined) return false;
    const { body } = inner;
    return body === null || body === undefined || body.streamOrStatic.body !== undefined;
  };

  /** A request that has become a WebSocket ends with that. */
  const watchUpgrades = () => {
    const descriptor = getOwnPropertyDescriptor(Deno, "upgradeWebSocket");
    const define = (value) => defineProperty(Deno, "upgradeWebSocket", { value, writable: true, configurable: true, enumerable: true });
    // Read when it is needed: the first read makes the engine load its WebSocket server.
    const get = () => {
      const original = descriptor.value ?? apply(descriptor.get, Deno, []);
      const upgradeWebSocket = (...args) => {
        const made = apply(original, Deno, args);
        const work = upgraded;
        // The handlers of the event itself still work for the request.
        if (work !== undefined) listen(made.socket, "close", () => queueMicrotask(() => end(work)), { once: true });
        return made;
      };
      define(defineProperties(upgradeWebSocket, getOwnPropertyDescriptors(original)));
      return upgradeWebSocket;
    };
    defineProperty(Deno, "upgradeWebSocket", { get, set: define, configurable: true, enumerable: true });
  };

  // --- node:http ---------------------------------------------------------------------------------------------------

  /** Calls `call` on behalf of a request, if there is one. */
  const working = (work, call, self, args) => {
    if (work === undefined || read() === work) return apply(call, self, args);
    const before = enter(work);
    try {
      return apply(call, self, args);
    } finally {
      setAsyncContext(before);
    }
  };

  /** The same for servers of `node:http`, whose requests, responses and sockets are known by what they emit. */
  const watchNode = ({ ClientRequest, IncomingMessage, Server, ServerResponse, globalAgent }) => {
    const works = new NativeWeakMap();
    const { _addHeaderLines } = IncomingMessage.prototype;
    IncomingMessage.prototype._addHeaderLines = function (lines, count) {
      let kept = 0;
      for (let i = 0; i < count; i += 2) {
        const name = lower(lines[i]);
        // Responses have no URL.
        if (name === ID && this.url !== "") putInto(works, this, { inner: null, id: lines[i + 1] });
        if (HIDDEN[name] === 1) continue;
        lines[kept++] = lines[i];
        lines[kept++] = lines[i + 1];
      }
      if (kept === count) return apply(_addHeaderLines, this, [lines, count]);
      lines.length = kept;
      return apply(_addHeaderLines, this, [lines, kept]);
    };
    const follow = (prototype, ends) => {
      const { emit } = prototype;
      prototype.emit = function (...args) {
        const work = getFrom(works, this);
        const heard = working(work, emit, this, args);
        if (ends && work !== undefined && args[0] === "close") end(work);
        return heard;
      };
    };
    follow(IncomingMessage.prototype, false);
    follow(ServerResponse.prototype, true);
    const { emit } = Server.prototype;
    Server.prototype.emit = function (...args) {
      const { 0: event, 1: request, 2: other } = args;
      const work = typeof request === "object" && request !== null ? getFrom(works, request) : undefined;
      if (work !== undefined && event !== "clientError") {
        if (event === "upgrade" || event === "connect") followSocket(other, work);
        else putInto(works, other, work);
      }
      return working(work, emit, this, args);
    };
    if (own !== null) tagNode(ClientRequest.prototype, globalAgent);
  };

  /** What comes over a connection that was upgraded is the request's, which ends with it. */
  const followSocket = (socket, work) => {
    const { emit } = socket;
    const value = function (...args) {
      const heard = working(work, emit, this, args);
      if (args[0] === "close") end(work);
      return heard;
    };
    defineProperty(socket, "emit", { value, writable: true, configurable: true, enumerable: false });
  };

  // --- calls to fx -------------------------------------------------------------------------------------------------

  const TAG = "x-fx-caller";
  // `fetch` follows redirects by itself and then sends headers on, but not this one when they lead elsewhere.
  const FETCH_TAG = "proxy-authorization";
  let [own, token, isSecure] = [null, "", false];

  /**
   * Whether a URL leads to fx. Most lead elsewhere, and most of those say so with their first letters; the others are
   * parsed, since an origin can be written in many ways.
   */
  const isOwn = (href) => {
    if (!isSecure && startsWith(href, "https://")) return false;
    try {
      return own[originOf(new URL(href))] === 1;
    } catch {
      return false; // The engine says what is wrong with it.
    }
  };

  const tag = () => {
    const id = current();
    return id === undefined ? token : `${token}.${id}`;
  };

  /** From now on, calls to these origins say who makes them. */
  const tagCalls = (given) => {
    if (given.origins.length === 0) return false;
    ({ token } = given);
    own = { __proto__: null };
    for (const origin of given.origins) {
      own[origin] = own["ws" + slice(origin, 4)] = 1;
      isSecure ||= startsWith(origin, "https://");
    }
    tagFetch();
    return true;
  };

  /** Whether properties can be put over those of an object: reading them through another one is the same. */
  const isPlain = (object) => {
    if (typeof object !== "object") return false;
    const prototype = getPrototypeOf(object);
    return prototype === null || prototype === ObjectPrototype;
  };

  const tagFetch = () => {
    const setTag = (headers) => {
      if (!hasHeader(headers, FETCH_TAG)) setHeader(headers, FETCH_TAG, `${TAG} ${tag()}`);
    };
    const tagged = (args) => {
      const request = isRequest(args[0]) ? args[0] : null;
      if (request === null) args[0] = `${args[0]}`;
      if (!isOwn(request === null ? args[0] : urlOf(request))) return args;
      const options = args[1] ?? null;
      // A client may have a proxy, which would see the tag.
      if (options !== null && options.client !== undefined) return args;
      if (options !== null && !isPlain(options)) {
        const made = construct(Request, args);
        setTag(headersOf(made));
        return [made];
      }
      const given = options === null ? undefined : options.headers;
      const headers = new Headers(given === undefined && request !== null ? headersOf(request) : given);
      setTag(headers);
      return [args[0], { __proto__: options, headers }];
    };
    const { fetch } = globalThis;
    const value = new NativeProxy(fetch, {
      apply(target, self, args) {
        const { length, 0: first } = args;
        let sent = args;
        try {
          if (length > 0) sent = tagged(args);
        } catch {
          args[0] = first; // It fails in the same way without a tag, but as a rejection.
        }
        return apply(target, self, sent);
      },
    });
    defineProperty(globalThis, "fetch", { value, writable: true, configurable: true, enumerable: true });
  };

  /** The arguments of `new WebSocket`, the first of which is a text, with a tag if that leads to fx. */
  const tagSocket = (args) => {
    if (own === null || args.length === 0 || !isOwn(args[0])) return args;
    const given = args[1];
    const protocols = typeof given === "string" ? [given] : isArray(given) ? given : given ?? [];
    const isList = isArray(protocols);
    if (!isList && (typeof given !== "object" || given[iterator] !== undefined || given.client !== undefined)) return args;
    try {
      const headers = new Headers(isList ? undefined : given.headers);
      setHeader(headers, TAG, tag());
      return [args[0], isList ? { __proto__: null, protocols, headers } : { __proto__: given, headers }];
    } catch {
      return args; // The engine says what is wrong with the headers.
    }
  };

  /** `node:http` follows no redirects, and knows where it connects to when it writes the head of a request. */
  const tagNode = (prototype, globalAgent) => {
    const { _storeHeader } = prototype;
    const leadsToFx = (request) => {
      const options = request[named(request, "kRetryOptions")];
      if (options === undefined || options._proxy || request.socketPath) return false;
      // Whoever makes connections in another way may lead them anywhere.
      const { agent } = request;
      if (agent !== undefined && agent !== null && agent !== globalAgent) return false;
      if (options.createConnection !== undefined || options.lookup !== undefined) return false;
      const { host, port } = options;
      return isOwn(`${request.protocol}//${host}:${port}`) || isOwn(`${request.protocol}//[${host}]:${port}`);
    };
    prototype._storeHeader = function (first, headers) {
      const line = leadsToFx(this) ? `${first}${TAG}: ${tag()}\r\n` : first;
      return apply(_storeHeader, this, [line, headers]);
    };
  };

  return {
    begin, conclude, current, defer, isWhole, leave: setAsyncContext, resume, tagCalls, tagSocket, watch, watchNode, watchUpgrades,
    headersOf: (response) => innerOf(response)?.headerList,
    secretOf: (inner) => apply(header, inner, [SECRET]),
  };
})();
