// What runs inside every worker before the function: it turns a plain engine process into an edge worker.
//
// Loaded with `--preload` together with `caller.js`, which it is told on whose behalf code runs, `turns.js`, `hosted.js` and
// `window.js` (both left out with `--sandbox off`) and a last line that awaits `start()`, so the function's own modules load
// only after this file has finished. It imports nothing:
// any `node:` import here would double the cold start. Whatever it calls later is captured now, because the function
// may replace every global. It also takes what it needs of the engine's internals, and then deletes them. The first line
// on stdin, which it asks for by RS + LF on stdout, is the boot message, unless a `warm` comes before it:
//
//   warm     {"type":"warm"}: the function that the process waits for has `node:` modules, which are to be loaded
//   boot     {"nonce","channel":null|{"control":path,"records":path},"listen":{"path"}|{"hostname","port","secret"},
//            "tmp":null|path,"own":[paths],"packages":[paths],"root":path,"ports":[numbers],
//            "node":{"wanted":[names],"required":{key:path}},
//            "env":{name:value},"inspect":null|"run"|"wait"|"brk","calls":{"token","origins":[texts]},
//            "limited":whether there is a limit of memory}
//
// What follows goes through the channel: two named pipes, for the function may close its standard streams; where there
// are none, stdin and stdout. Control messages come in as lines:
//
//   unload   {"type":"unload","reason"}
//   probe    {"type":"probe"}: asks whether code still runs, which `alive` says
//
// Records leave as RS + nonce + JSON + LF; the nonce keeps the function from forging one:
//
//   {"type":"listening"} {"type":"loaded"} {"type":"log","level","message","request"?} {"type":"background","pending"}
//   {"type":"uncaught","message","request"?} {"type":"survived"} {"type":"unloaded"}
//   {"type":"waiting"} {"type":"node"} {"type":"follows"} {"type":"alive"} {"type":"exhausted"}
//
// A worker says `follows` before it listens, if it can hide what it is told of requests; others are told nothing.
const start = (() => {
  const internals = Deno[Deno.internal];
  const { core, Console } = internals;
  const { internalRidSymbol, isNativeError, isPromise } = core;
  const { parse, stringify } = JSON;
  const {
    apply, deleteProperty, defineProperty, getOwnPropertyNames, getOwnPropertyDescriptor, getOwnPropertySymbols, getPrototypeOf,
  } = {
    apply: Reflect.apply,
    deleteProperty: Reflect.deleteProperty,
    ...Object.fromEntries(
      ["defineProperty", "getOwnPropertyNames", "getOwnPropertyDescriptor", "getOwnPropertySymbols", "getPrototypeOf"]
        .map((name) => [name, Object[name]]),
    ),
  };
  const { assign, defineProperties, getOwnPropertyDescriptors, hasOwn, preventExtensions, setPrototypeOf } = Object;
  const uncurry = (method) => (self, ...args) => apply(method, self, args);
  const decode = uncurry(TextDecoder.prototype.decode);
  const encode = uncurry(TextEncoder.prototype.encode);
  const slice = uncurry(String.prototype.slice);
  const indexOf = uncurry(String.prototype.indexOf);
  const startsWith = uncurry(String.prototype.startsWith);
  const charCodeAt = uncurry(String.prototype.charCodeAt);
  const { CustomEvent, Error, Promise: NativePromise, Response, queueMicrotask, String: toText, TypeError, URL } = globalThis;
  const { Proxy: NativeProxy, Uint8Array: NativeUint8Array, WeakMap: NativeWeakMap, WritableStream: NativeWritableStream } = globalThis;
  const { construct } = Reflect;
  const { isArray } = Array;
  const ObjectPrototype = Object.prototype;
  const getter = (prototype, name) => uncurry(getOwnPropertyDescriptor(prototype, name).get);
  const [bufferOf, lengthOf] = ["buffer", "length"].map((name) => getter(getPrototypeOf(Uint8Array.prototype), name));
  const [hrefOf, hostnameOf, portOf] = ["href", "hostname", "port"].map((name) => getter(URL.prototype, name));
  const then = uncurry(Promise.prototype.then);
  const dispatch = EventTarget.prototype.dispatchEvent;
  const replace = uncurry(String.prototype.replace);
  const [decoder, encoder] = [new TextDecoder(), new TextEncoder()];
  const { errors, exit, openSync, removeSync } = Deno;
  const revoke = Deno.permissions.revokeSync.bind(Deno.permissions);
  // A setter of `Object.prototype` would get the internals when the engine defines something there.
  setPrototypeOf(internals, null);
  // Read when it is needed: the first read makes the engine load its timers, which takes 5 ms.
  const timers = getOwnPropertyDescriptor(globalThis, "setTimeout");
  const later = (call) => (timers.value ?? apply(timers.get, globalThis, []))(call);

  // The engine's `process`, which is loaded when it is asked for: a function may put anything in its place, and anything in
  // place of its members. `builtIn` gives modules.
  const lazyProcess = getOwnPropertyDescriptor(globalThis, "process");
  const engineProcess = () => lazyProcess.value ?? apply(lazyProcess.get, globalThis, []);
  let builtIn = (name) => engineProcess().getBuiltinModule(name);

  const redefine = (target, name, value) =>
    defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });

  // --- the channel to fx -------------------------------------------------------------------------------------------

  const [STDIN, STDOUT, STDERR] = [0, 1, 2];
  const input = new Uint8Array(65536);
  let unread = "";
  // The engine's numbers for where control lines come from and where records go.
  let [control, records] = [STDIN, STDOUT];

  /** Moves to pipes that nothing but the engine's own numbers leads to, and that nobody can open again. */
  const openChannel = (paths) => {
    const open = (path, options) => {
      const file = openSync(path, options);
      removeSync(path);
      forgetPath(path);
      return file[internalRidSymbol];
    };
    control = open(paths.control, { read: true });
    records = open(paths.records, { write: true });
  };

  // Where the first server listens, if that is a file.
  let socket;

  /** The worker's directory lies outside its `/tmp`: what it needed there the function must not have. */
  let forgetPath = (path) => {
    revoke({ name: "read", path });
    revoke({ name: "write", path });
  };

  const write = (rid, text) => {
    const bytes = encode(encoder, text);
    const length = lengthOf(bytes);
    for (let done = core.writeSync(rid, bytes); done < length;) {
      done += core.writeSync(rid, new NativeUint8Array(bufferOf(bytes), done, length - done));
    }
  };

  /** The next control line, or null at the end. `idle` keeps the wait from holding the event loop open. */
  const readLine = async (idle) => {
    for (;;) {
      const end = indexOf(unread, "\n");
      if (end >= 0) {
        const line = slice(unread, 0, end);
        unread = slice(unread, end + 1);
        return line;
      }
      const reading = core.read(control, input);
      if (idle) core.unrefOpPromise(reading);
      const count = await reading;
      if (count === 0 || count === null) return null;
      unread += decode(decoder, new NativeUint8Array(bufferOf(input), 0, count), { stream: true });
    }
  };

  const MESSAGE_LIMIT = 65536;
  const clip = (text) =>
    text.length <= MESSAGE_LIMIT
      ? text
      : `${slice(text, 0, MESSAGE_LIMIT)}… (${text.length - MESSAGE_LIMIT} more characters)\n`;

  /** The text less the stack frames of the engine and of this file. */
  const withoutInternals = (text) => indexOf(text, "    at ") < 0 ? text : replace(text, INTERNAL_FRAMES, "");
  const literally = (text) => replace(text, /[.*+?^${}()|[\]\\]/g, "\\$&");
  const INTERNAL_FRAMES = new RegExp(`\\n {4,}at (?:[^\\n]* \\()?(?:ext:|${literally(import.meta.url)})[^\\n]*`, "g");

  const start = async () => {
    write(STDOUT, "\x1e\n");
    let boot = parse(await readLine(false));
    if (boot.type === "warm") {
      for (const name of WARM) builtIn(name);
      boot = parse(await readLine(false));
    }
    const sandboxed = boot.tmp !== null;
    if (!sandboxed) forgetPath = () => {};
    if (boot.channel !== null) openChannel(boot.channel);
    const prefix = "\x1e" + boot.nonce;
    // A copy without a prototype: the function may give `Object.prototype` a `toJSON`.
    const emit = (record) => write(records, `${prefix}${stringify({ __proto__: null, ...record })}\n`);

    captureConsole(emit, boot.inspect !== null);
    defineEnv(boot.env, sandboxed);
    const temp = sandboxed ? privateTemp(boot.tmp, boot.own, boot.root) : HOST_TEMP;
    const tags = caller.tagCalls(boot.calls);
    if (sandboxed) {
      hideResources();
      refusePorts(boot.ports);
      explainFetch();
    }
    if (sandboxed || tags) mendWebSocket(sandboxed ? boot.ports : []);
    caller.watchUpgrades();
    const heed = heedControl(emit);
    const serve = redirectServe(boot.listen, boot.limited, heed, emit);
    redirectListen(serve, sandboxed);
    defineEdgeRuntime(emit);
    watchMainModule(serve, heed);
    watchErrors(emit);
    hideStdin();
    mendNode(boot.node, temp, sandboxed ? { ports: boot.ports } : null, emit);
    if (boot.inspect === "wait" || boot.inspect === "brk") waitForDebugger(emit);
    if (boot.inspect === "brk") breakOnFirstLine();
    if (sandboxed) {
      defineWindow(boot.packages);
      ({ endEvaluation } = hosted);
    }
    const nothing = new NativeUint8Array(0);
    onFirstTurn(() => core.write(control, nothing), endEvaluation);
    if (sandboxed) for (const key of [Deno.internal, "internal"]) deleteProperty(Deno, key);
  };

  /**
   * Emits, and with the first record begins to read control lines: when the function listens or is loaded. While one is
   * waited for, the engine does not see that the main module waits for something that cannot come.
   */
  const heedControl = (emit) => {
    let heeds = false;
    return (record) => {
      emit(record);
      if (heeds) return;
      heeds = true;
      obey(emit);
    };
  };

  const obey = async (emit) => {
    for (let line; (line = await readLine(true)) !== null;) {
      const message = parse(line);
      if (message.type === "unload") {
        const detail = { reason: message.reason };
        apply(dispatch, globalThis, [new CustomEvent("beforeunload", { cancelable: true, detail })]);
        emit({ type: "unloaded" });
      } else if (message.type === "probe") emit({ type: "alive" });
    }
    exit(0); // fx is gone
  };

  // --- console -----------------------------------------------------------------------------------------------------

  const LEVELS = ["debug", "info", "warning", "error"];

  /** Sends what the function writes to fx; when it is debugged, to the debugger too, as said where the function says it. */
  const captureConsole = (emit, debugged) => {
    const { callConsole, v8Console } = core;
    const replacement = new Console((message, level) =>
      emit({ type: "log", level: LEVELS[level] ?? "info", message: clip(withoutInternals(message)), request: caller.current() })
    );
    for (const name of getOwnPropertyNames(replacement)) {
      const { value } = getOwnPropertyDescriptor(replacement, name);
      if (typeof value !== "function") continue;
      const shown = debugged ? v8Console[name] : undefined;
      console[name] = typeof shown === "function" ? callConsole.bind(console, shown, value) : value;
    }
  };

  // --- debugging ---------------------------------------------------------------------------------------------------

  /** Blocks until a debugger says that it is ready. */
  const waitForDebugger = (emit) => {
    const inspector = builtIn("node:inspector");
    emit({ type: "waiting" });
    inspector.waitForDebugger();
  };

  /** Makes the main module, which is what the engine loads next, begin with a breakpoint. */
  const breakOnFirstLine = () => {
    const hooks = builtIn("node:module").registerHooks({
      load(url, context, nextLoad) {
        hooks.deregister();
        const loaded = nextLoad(url, context);
        const source = typeof loaded.source === "string" ? loaded.source : decode(new TextDecoder(), loaded.source);
        return { ...loaded, source: (startsWith(source, "#!") ? "debugger;//" : "debugger;") + source };
      },
    });
  };

  // --- environment -------------------------------------------------------------------------------------------------

  // What the engine reads in the environment of its process, in part whenever it needs it.
  const ENGINES_OWN =
    /^(?:(?:DENO|OTEL|RUST|JSR|NPM_CONFIG)_.*|NODE_(?:OPTIONS|EXTRA_CA_CERTS|USE_.*|CHANNEL_.*|V8_COVERAGE)|SSL(?:KEYLOGFILE|_CERT_.*)|(?:NO|FORCE)_COLOR|(?:HTTPS?|ALL|NO)_PROXY)$/i;

  /**
   * Gives the function its variables, which it cannot change, as in hosted workers. They are held here and not in the
   * environment of the process: what the engine and the C library read there they obey. Programs that a function may start
   * without a sandbox get them all the same, but for those that the engine reads.
   */
  const defineEnv = (variables, sandboxed) => {
    const held = { __proto__: null, ...variables };
    const { env } = Deno;
    if (!sandboxed) for (const name in held) if (!ENGINES_OWN.test(name)) env.set(name, held[name]);
    const checked = (name) => {
      const key = toText(name);
      if (key === "") throw new TypeError("Key is an empty string.");
      if (indexOf(key, "=") >= 0 || indexOf(key, "\0") >= 0) throw new TypeError(`Key contains invalid characters: ${stringify(key)}`);
      return key;
    };
    redefine(env, "get", (name) => held[checked(name)]);
    redefine(env, "has", (name) => checked(name) in held);
    redefine(env, "toObject", () => ({ ...held }));
    redefine(env, "set", () => {
      throw new errors.NotSupported("The operation is not supported");
    });
    redefine(env, "delete", () => {});
  };

  // --- what is denied ----------------------------------------------------------------------------------------------

  const { NotCapable, NotFound, NotSupported } = errors;
  const READABLE = "a function reads its `static_files` and /tmp";
  const WRITABLE = "a function writes below /tmp only";

  const denies = (error, access) =>
    error instanceof NotCapable && startsWith(error.message, `Requires ${access} access`);

  const pathOf = (path) => {
    if (typeof path === "string") return path;
    return path instanceof URL && path.protocol === "file:" ? decodeURIComponent(path.pathname) : null;
  };

  // Whether a path is one of the project's that the function gets in `/tmp` instead, where it is not.
  let isUnseen = () => false;

  // No space or no name left on the worker's own disk, no right to a larger file.
  const FULL = { __proto__: null, ENOSPC: 1, EDQUOT: 1, EFBIG: 1 };

  /** The engine gives too large a file no code. */
  const isFull = (error) =>
    FULL[error?.code] === 1 || (isNativeError(error) && indexOf(toText(error.message), "(os error 27)") >= 0);

  const WRITING = { __proto__: null };
  for (const name of ["create", "mkdir", "writeFile", "writeTextFile"]) WRITING[name] = WRITING[name + "Sync"] = 1;

  /** What hosted workers say where the engine denies a path: what cannot be read is not there for them. */
  const explain = (error, name, path) => {
    if (isFull(error)) return new Error("filesystem quota exceeded");
    const isMissing = error instanceof NotFound && isUnseen(path);
    const [writes, reads] = [denies(error, "write") || (isMissing && WRITING[name] === 1), denies(error, "read") || isMissing];
    if (writes || (reads && name === "create")) {
      return new NotSupported(`path cannot be written: ${pathOf(path)} (${WRITABLE})`);
    }
    return reads ? new NotFound(`path not found: ${pathOf(path)} (${READABLE})`) : error;
  };

  const SYSCALLS = { __proto__: null, readFile: "open", readdir: "scandir", realpath: "lstat" };

  /** The same in the manner of `node:fs`, which may have come by it through `Deno`. */
  const explainNode = (error, name, path) => {
    const isMissing = error?.code === "ENOENT" && isUnseen(path);
    const explained = explain(isMissing ? new NotFound(error.message) : error, name, path);
    if (explained?.code !== undefined) return explained;
    if (explained instanceof NotSupported) return assign(explained, { code: "ENOTSUP" });
    if (!(explained instanceof NotFound)) return explained;
    const syscall = SYSCALLS[name] ?? name;
    const missing = new Error(`ENOENT: no such file or directory, ${syscall} '${pathOf(path)}' (${READABLE})`);
    return assign(missing, { errno: -2, code: "ENOENT", syscall, path: pathOf(path) });
  };

  // What is to be done when the main module no longer evaluates in one go.
  let endEvaluation = () => {};

  const settled = async (promise, shown, failed) => {
    try {
      return shown(await promise);
    } catch (error) {
      return failed(error);
    } finally {
      endEvaluation();
    }
  };

  /** `original` with its arguments moved, its result shown, and its errors given to `failed`, with the first argument. */
  const guarded = (name, original, moved, shown, failed) => ({
    [name](...args) {
      const fail = (error) => failed(error, first, second);
      const { 0: first, 1: second } = args;
      try {
        const result = apply(original, this, moved(args));
        return isPromise(result) ? settled(result, shown, fail) : shown(result);
      } catch (error) {
        return fail(error);
      }
    },
  })[name];

  const urlOf = getter(Request.prototype, "url");

  /** The same from `fetch` of files, in the words it has for one that is not there. */
  const explainFetch = () => {
    const { fetch, Request } = globalThis;
    const value = new NativeProxy(fetch, {
      apply(target, self, args) {
        const { 0: first } = args;
        const url = typeof first === "string" ? first : first instanceof URL ? hrefOf(first) : first instanceof Request ? urlOf(first) : "";
        if (!startsWith(url, "file:")) return apply(target, self, args);
        return settled(apply(target, self, args), same, (error) => {
          if (!denies(error, "read")) throw error;
          const path = pathOf(parsed(url));
          throw new TypeError(`NetworkError when attempting to fetch resource: path not found: ${path} (${READABLE})`);
        });
      },
    });
    redefine(globalThis, "fetch", value);
  };

  // --- resources ---------------------------------------------------------------------------------------------------

  const refuseConstruction = () => {
    throw new TypeError("Illegal constructor");
  };

  /** Hides the classes of an object, which would make another one of any of the engine's numbers. */
  const withoutConstructor = (object) => {
    for (let prototype = getPrototypeOf(object); prototype !== ObjectPrototype; prototype = getPrototypeOf(prototype)) {
      defineProperty(prototype, "constructor", { value: refuseConstruction, configurable: true });
    }
    return object;
  };

  /** Nobody but the engine makes files of its numbers. */
  const hideResources = () => {
    const FsFile = new NativeProxy(Deno.FsFile, { construct: refuseConstruction });
    defineProperty(FsFile.prototype, "constructor", { value: FsFile, writable: true, configurable: true });
    redefine(Deno, "FsFile", FsFile);
    for (const name of ["stdin", "stdout", "stderr"]) withoutConstructor(Deno[name]);
    const { startTls } = Deno;
    redefine(Deno, "startTls", async (...args) => withoutConstructor(await startTls(...args)));
  };

  // --- ports -------------------------------------------------------------------------------------------------------

  // In the engine's words. Messages show the line that throws, which is to name no flag.
  const refusal = (host, port) => `Requires net access to "${host}:${port}", run again with the --allow-net flag`;

  const refusedPort = (ports, port, host) => {
    for (let i = 0; i < ports.length; i++) {
      // What the engine makes of a number that is no port.
      if (ports[i] === (port & 0xffff)) {
        throw new NotCapable(refusal(host, port));
      }
    }
  };

  const parsed = (text) => {
    try {
      return new URL(text);
    } catch {
      return null;
    }
  };

  /** The engine refuses these ports on IPv4 addresses; it knows no ranges of others. */
  const refusePorts = (ports) => {
    for (const name of ["connect", "connectTls"]) {
      const original = Deno[name];
      redefine(Deno, name, async (options) => {
        const given = { ...options };
        given.port = given.port === undefined ? undefined : +given.port;
        refusedPort(ports, given.port, given.hostname ?? "127.0.0.1");
        return withoutConstructor(await original(given));
      });
    }
    const client = getOwnPropertyDescriptor(Deno, "createHttpClient");
    redefine(Deno, "createHttpClient", (options) => {
      const given = { ...options };
      if (given.proxy) {
        given.proxy = { ...given.proxy };
        if (given.proxy.url !== undefined) {
          const url = new URL(given.proxy.url);
          refusedPort(ports, +portOf(url), hostnameOf(url));
          given.proxy.url = hrefOf(url);
        }
        if (given.proxy.port !== undefined) given.proxy.port = +given.proxy.port;
        refusedPort(ports, given.proxy.port, given.proxy.hostname);
      }
      // Read when it is needed: the first read makes the engine load its HTTP client.
      return apply(client.value ?? apply(client.get, Deno, []), Deno, [given]);
    });
  };

  /** The same for WebSockets, which also say on whose behalf they are opened, if they lead to fx. */
  const mendWebSocket = (ports) => {
    const descriptor = getOwnPropertyDescriptor(globalThis, "WebSocket");
    // Read when it is needed: the first read makes the engine load its WebSocket client.
    const get = () => {
      const original = descriptor.value ?? apply(descriptor.get, globalThis, []);
      const guarded = new NativeProxy(original, {
        construct(target, args, newTarget) {
          if (args.length > 0) args[0] = toText(args[0]);
          const url = parsed(args[0]);
          if (url !== null) refusedPort(ports, +portOf(url), hostnameOf(url));
          return construct(target, caller.tagSocket(args), newTarget);
        },
      });
      defineProperty(original.prototype, "constructor", { value: guarded, writable: true, configurable: true });
      redefine(globalThis, "WebSocket", guarded);
      return guarded;
    };
    defineProperty(globalThis, "WebSocket", { get, configurable: true, enumerable: false, set: (value) => redefine(globalThis, "WebSocket", value) });
  };

  // --- /tmp --------------------------------------------------------------------------------------------------------

  // How many leading arguments of each function are paths.
  const PATH_ARGUMENTS = {
    chmod: 1, chown: 1, copyFile: 2, create: 1, link: 2, lstat: 1, mkdir: 1, open: 1, readDir: 1, readFile: 1,
    readLink: 1, readTextFile: 1, realPath: 1, remove: 1, rename: 2, stat: 1, symlink: 2, truncate: 1, utime: 1,
    writeFile: 1, writeTextFile: 1,
  };

  const TEMP = "/tmp";
  const same = (value) => value;
  // For functions that see the machine as it is.
  const HOST_TEMP = { inside: same, outside: same, hide: same };
  // The properties of errors that name paths.
  const NAMING = { __proto__: null, stack: 1, message: 1, path: 1, dest: 1 };

  /**
   * Gives the function a `/tmp` of its own: `/tmp/x` is a file in the worker's private directory, and back, also in what
   * errors say. `own` are the files that it may read where they are, for a project, which is below `root`, may lie there too.
   */
  const privateTemp = (directory, own, root) => {
    const isBelow = (path, root) =>
      startsWith(path, root) && (path.length === root.length || path[root.length] === "/");
    isUnseen = (path) => {
      const text = pathOf(path);
      return text !== null && text.length > root.length && isBelow(root, TEMP) && root !== TEMP && isBelow(text, root);
    };
    const inside = (path) => {
      const text = pathOf(path);
      if (text === null || !isBelow(text, TEMP) || isBelow(text, directory)) return path;
      for (let i = 0; i < own.length; i++) if (isBelow(text, own[i])) return path;
      return directory + slice(text, TEMP.length);
    };
    const outside = (path) =>
      typeof path === "string" && isBelow(path, directory) ? TEMP + slice(path, directory.length) : path;
    const everywhere = new RegExp(`${literally(directory)}(?![\\w.-])`, "g");
    const hide = (error) => {
      if (!isNativeError(error) || indexOf(error.message, directory) < 0) return error;
      for (const name in NAMING) if (typeof error[name] === "string") error[name] = replace(error[name], everywhere, TEMP);
      return error;
    };

    const wrap = (name, moved, shown, pathIn = same) => {
      const original = Deno[name];
      if (typeof original !== "function") return;
      const failed = (error, first) => {
        throw hide(explain(error, name, pathIn(first)));
      };
      redefine(Deno, name, guarded(name, original, moved, shown, failed));
    };
    for (const name in PATH_ARGUMENTS) {
      const moved = (args) => {
        for (let i = 0; i < PATH_ARGUMENTS[name] && i < args.length; i++) args[i] = inside(args[i]);
        return args;
      };
      const shown = name === "realPath" ? outside : same;
      wrap(name, moved, shown);
      wrap(name + "Sync", moved, shown);
    }
    const { readDir } = Deno;
    redefine(Deno, "readDir", (path) => {
      const entries = readDir(path);
      return {
        async *[Symbol.asyncIterator]() {
          try {
            yield* entries;
          } catch (error) {
            throw hide(explain(error, "readDir", path));
          }
        },
      };
    });

    const movedTo = (args) => {
      const given = args[0];
      if (given?.dir !== undefined) args[0] = { ...given, dir: inside(given.dir) };
      return args;
    };
    for (const name of ["makeTempDir", "makeTempFile", "makeTempDirSync", "makeTempFileSync"]) {
      wrap(name, movedTo, outside, (given) => given?.dir);
    }
    mendOpenFiles(hide);
    return { inside, outside, hide };
  };

  /** The same errors from files that are open. */
  const mendOpenFiles = (hide) => {
    const { prototype } = Deno.FsFile;
    const failed = (error) => {
      throw hide(explain(error));
    };
    for (const name of ["write", "truncate"]) {
      for (const method of [name, name + "Sync"]) {
        redefine(prototype, method, guarded(method, prototype[method], same, same, failed));
      }
    }
    const { get } = getOwnPropertyDescriptor(prototype, "writable");
    const streams = new NativeWeakMap();
    const writable = function () {
      let stream = streams.get(this);
      if (stream !== undefined) return stream;
      const writer = apply(get, this, []).getWriter();
      const passed = (call) => async (value) => {
        try {
          await writer[call](value);
        } catch (error) {
          failed(error);
        }
      };
      stream = new NativeWritableStream({ write: passed("write"), close: passed("close"), abort: passed("abort") });
      streams.set(this, stream);
      return stream;
    };
    defineProperty(prototype, "writable", { get: writable, configurable: true, enumerable: true });
  };

  // --- node --------------------------------------------------------------------------------------------------------

  /**
   * Mends the `node:` modules before the function gets hold of them: at once those that its own modules import, for ES
   * modules keep what they were given, and the others when a CommonJS package requires them. What would lead around the
   * sandbox is mended as soon as the engine loads what all of them share. Nothing else is loaded for that; it would
   * double the cold start.
   */
  const mendNode = ({ wanted, required }, temp, sandbox, emit) => {
    const mends = {
      __proto__: null, fs: () => mendFiles(temp), http: () => mendHttp(emit), inspector: sandbox ? refuseInspector : undefined,
      vm: sandbox ? ignoreCodeCaches : undefined,
      sqlite: sandbox ? () => mendDatabases(temp) : undefined,
    };
    const mend = (request) => {
      if (typeof request !== "string") return;
      const name = NODE_MODULES[startsWith(request, "node:") ? slice(request, 5) : request];
      const call = mends[name];
      mends[name] = undefined;
      call?.();
    };
    // What is imported later by a name that nobody could know before. The imports of the main module itself are resolved
    // by then: asking for each would slow it down.
    let [hasBegun, isEvaluated] = [false, false];
    const replaceLate = () => {
      if (hasBegun && isEvaluated) replaceModules(["os", "process"].filter((name) => !wanted.includes(name)));
    };
    core.addMainModuleHandler(() => {
      isEvaluated = true;
      if (sandbox) replaceLate();
    });
    // The engine's `process`, the one that functions get, and the getter of the global one until then.
    let [engines, functions, getProcess] = [null, null, undefined];
    const mended = (original, self, args) => {
      const loaded = apply(original, self, args);
      mend(args[0]);
      return functions !== null && loaded === engines ? functions : loaded;
    };
    // A name is remembered with all directories that it is looked for in.
    const pathCacheKey = (Module, key) => {
      const end = indexOf(key, "\0");
      const request = slice(key, 0, end);
      if (startsWith(request, ".") || startsWith(request, "/")) return key;
      const directory = slice(key, end + 1);
      const parent = { filename: `${directory}/_`, paths: Module._nodeModulePaths(directory) };
      const paths = Module._resolveLookupPaths(request, parent);
      let found = request;
      for (let index = 0; index < paths?.length; index++) found += `\0${paths[index]}`;
      return found;
    };
    const begin = () => {
      emit({ type: "node" });
      engines = engineProcess();
      const { getBuiltinModule } = engines;
      builtIn = (name) => apply(getBuiltinModule, engines, [name]);
      const Module = builtIn("node:module");
      const load = Module._load;
      Module._load = function (...args) {
        if (sandbox) refuseInternals(args[0]);
        return mended(load, this, args);
      };
      for (const key in required) Module._pathCache[pathCacheKey(Module, key)] = required[key];
      redefine(engines, "getBuiltinModule", (...args) => mended(getBuiltinModule, engines, args));
      hideNodeStdin();
      if (!sandbox) return;
      tellFacts();
      functions = hosted.processOf(engines);
      const { get, value } = getOwnPropertyDescriptor(globalThis, "process") ?? {};
      if (value === engines || (get !== undefined && (get === lazyProcess.get || get === getProcess))) {
        redefine(globalThis, "process", functions);
      }
      refuseThreads();
      refuseDescriptors(sandbox.ports);
      hasBegun = true;
      replaceLate();
    };
    const beginNow = () => void builtIn("node:module");
    // The engine may be in the middle of what it would have to begin with.
    const tryToBegin = () => {
      try {
        beginNow();
      } catch {
        later(beginNow);
      }
    };
    // The last thing that the engine defines when it loads what `require` needs.
    if (internals.closeIdleConnections !== undefined) begin();
    else {
      onceDefined("closeIdleConnections", begin);
      if (sandbox) {
        // What it defines with the first `node:` module that needs a process.
        onceDefined("__nodeProcessBootstrapped", () => queueMicrotask(tryToBegin));
        getProcess = onceRead("process", beginNow);
      }
    }
    for (const name of wanted) {
      builtIn(name);
      mend(name);
    }
    if (sandbox) replaceModules(wanted);
  };

  /** Calls `call` when a lazy global of the engine is read for the first time. Returns the getter for that. */
  const onceRead = (name, call) => {
    const descriptor = getOwnPropertyDescriptor(globalThis, name);
    const get = () => {
      redefine(globalThis, name, apply(descriptor.get, globalThis, []));
      call();
      return globalThis[name];
    };
    defineProperty(globalThis, name, { ...descriptor, get });
    return get;
  };

  /** Calls `call` when the engine defines this in its internals. */
  const onceDefined = (name, call) => {
    const set = (value) => {
      redefine(internals, name, value);
      call();
    };
    defineProperty(internals, name, { get() {}, set, configurable: true, enumerable: true });
  };

  // What a process loads while it waits, if its function has `node:` modules: half of the time that these take to boot.
  const WARM = ["node:http", "node:https", "node:zlib", "node:crypto", "node:fs", "node:worker_threads"];
  // Those that lead to what is mended.
  const NODE_MODULES = {
    __proto__: null, fs: "fs", "fs/promises": "fs", http: "http", https: "http", inspector: "inspector",
    "inspector/promises": "inspector", sqlite: "sqlite", vm: "vm",
  };

  const hideNodeStdin = () => {
    let stdin;
    const get = () => stdin ??= builtIn("node:stream").Readable.from([]);
    defineProperty(engineProcess(), "stdin", { get, configurable: true, enumerable: true });
  };

  /** What hosted workers answer where the engine would tell of the machine, ask for permissions, or change something. */
  const tellFacts = () => {
    const process = engineProcess();
    for (const values of [hosted.process, hosted.unexported]) {
      for (const name in values) redefine(process, name, values[name]);
    }
    for (const name of hosted.absentInProcess) deleteProperty(process, name);
    const { features } = process;
    for (const name of getOwnPropertyNames(features)) deleteProperty(features, name);
    assign(features, hosted.features);
    defineProperty(process.argv, "0", { value: "", writable: true, configurable: true, enumerable: true });
    assign(builtIn("node:os"), hosted.os);
    const { report } = process;
    const { getReport } = report;
    redefine(report, "getReport", (error) => {
      const made = apply(getReport, report, [error]);
      const { version: nodejsVersion, versions: componentVersions } = hosted.process;
      const release = hosted.release();
      assign(made.header, { nodejsVersion, componentVersions, release, cpus: hosted.os.cpus() });
      return made;
    });
  };

  /** Modules that are the engine's own business. */
  const refuseInternals = (request) => {
    if (typeof request !== "string") throw new TypeError('The "id" argument must be of type string.');
    const name = startsWith(request, "node:") ? slice(request, 5) : request;
    if (!startsWith(name, "internal/")) return;
    throw assign(new Error(`Cannot find module '${request}'`), { code: "MODULE_NOT_FOUND" });
  };

  /**
   * A thread would have the engine's whole surface. Its class gets a parent that refuses, for good, since ES modules may
   * hold the class already.
   */
  const refuseThreads = () => {
    const threads = builtIn("node:worker_threads");
    class Refused {
      constructor() {
        throw new errors.NotSupported("Worker is not supported on Supabase Edge Runtime.");
      }
    }
    setPrototypeOf(threads.Worker, Refused);
    preventExtensions(threads.Worker);
  };

  /** Nothing becomes a socket or a pipe by its number, which would be one of the engine's own. */
  const refuseDescriptors = (ports) => {
    const refuse = () => {
      throw assign(new Error("EBADF: bad file descriptor, open"), { errno: -9, code: "EBADF", syscall: "open" });
    };
    const process = engineProcess();
    const terminals = process.binding("tty_wrap");
    const { TTY } = terminals;
    terminals.TTY = new NativeProxy(TTY, {
      construct: (target, args, newTarget) => args[0] >= 0 && args[0] <= STDERR ? construct(target, args, newTarget) : refuse(),
    });
    defineProperty(TTY.prototype, "constructor", { value: terminals.TTY, writable: true, configurable: true });
    const { TCP } = process.binding("tcp_wrap");
    for (const { prototype } of [TCP, process.binding("pipe_wrap").Pipe, process.binding("udp_wrap").UDP]) {
      for (const name of ["open", "openFromRid"]) if (name in prototype) redefine(prototype, name, refuse);
    }
    for (const name of ["connect", "connect6"]) {
      const original = TCP.prototype[name];
      redefine(TCP.prototype, name, function (request, address, port) {
        const number = +port;
        refusedPort(ports, number, address);
        return apply(original, this, [request, address, number]);
      });
    }
  };

  /** A cache that somebody changed is code that nobody compiled, so V8 is given none, and all count as rejected. */
  const ignoreCodeCaches = () => {
    const vm = builtIn("node:vm");
    const without = (options) => {
      if (typeof options !== "object" || options === null) return [options, false];
      return [{ __proto__: options, cachedData: undefined }, options.cachedData !== undefined];
    };
    const Script = new NativeProxy(vm.Script, {
      construct(target, [code, options], newTarget) {
        const [given, had] = without(options);
        const made = construct(target, [code, given], newTarget);
        if (had) made.cachedDataRejected = true;
        return made;
      },
    });
    vm.Script.prototype.constructor = Script;
    vm.Script = Script;
    vm.createScript = (code, options) => new Script(code, options);
    // How many arguments come before the options.
    const BEFORE_OPTIONS = { __proto__: null, compileFunction: 2, runInContext: 2, runInNewContext: 2, runInThisContext: 1 };
    for (const name in BEFORE_OPTIONS) {
      const original = vm[name];
      const place = BEFORE_OPTIONS[name];
      vm[name] = (...args) => {
        const [given, had] = without(args[place]);
        args[place] = given;
        const made = apply(original, vm, args);
        if (had && name === "compileFunction") made.cachedDataRejected = true;
        return made;
      };
    }
  };

  /**
   * ES modules keep what these modules were made with, so they get other ones, which have what it is now. Those lie in their
   * own names: the engine loads nothing for them.
   */
  const replaceModules = (wanted) => {
    const replaced = {
      __proto__: null,
      os: () => getOwnPropertyNames(hosted.os),
      process: () => [...getOwnPropertyNames(hosted.process), ...hosted.absentInProcess, "stdin", "getBuiltinModule"],
      vm: () => getOwnPropertyNames(builtIn("node:vm")),
    };
    const urls = { __proto__: null };
    for (const name of wanted.filter((name) => name in replaced)) {
      const own = name === "process" ? 'engines.getBuiltinModule("process")' : "engines";
      const source = `import engines from "node:${name}"; export * from "node:${name}"; const own = ${own}; ` +
        `export default own; export const { ${replaced[name]()} } = own;`;
      urls[`node:${name}`] = "data:text/javascript," + encodeURIComponent(source);
    }
    // Touching `process` makes the engine load what a function without `node:` modules does not need.
    if (getOwnPropertyNames(urls).length === 0) return;
    builtIn("node:module").registerHooks({
      resolve(name, context, next) {
        const resolved = next(name, context);
        const url = urls[resolved.url];
        if (url === undefined || context.parentURL === url || isRequire(context)) return resolved;
        return { url, shortCircuit: true };
      },
    });
  };

  /** `require` gives the mended modules themselves. */
  const isRequire = ({ conditions }) => {
    for (let i = 0; i < conditions.length; i++) if (conditions[i] === "require") return true;
    return false;
  };

  /**
   * Databases lie in the function's `/tmp`. A function of SQLite gives out addresses of the engine and calls those that
   * it is given: that one is refused.
   */
  const mendDatabases = ({ inside }) => {
    const sqlite = builtIn("node:sqlite");
    const { prototype } = sqlite.DatabaseSync;
    const define = prototype.function;
    const refuse = (database) => {
      apply(define, database, ["fts3_tokenizer", (_) => refuseConstruction()]);
      apply(define, database, ["fts3_tokenizer", (_, _other) => refuseConstruction()]);
      return database;
    };
    sqlite.DatabaseSync = new NativeProxy(sqlite.DatabaseSync, {
      construct(target, args, newTarget) {
        if (args.length > 0) args[0] = inside(args[0]);
        const database = construct(target, args, newTarget);
        return database.isOpen ? refuse(database) : database;
      },
    });
    const { open } = prototype;
    redefine(prototype, "open", function (...args) {
      const opened = apply(open, this, args);
      refuse(this);
      return opened;
    });
    defineProperty(prototype, "constructor", { value: sqlite.DatabaseSync, writable: true, configurable: true });
  };

  /** It would listen on a port of the machine. */
  const refuseInspector = () => {
    const refuse = () => {
      throw new errors.NotSupported("The inspector is not supported on Supabase Edge Runtime.");
    };
    for (const name of ["node:inspector", "node:inspector/promises"]) builtIn(name).open = refuse;
  };

  // As above, for what `node:fs` does without `Deno`.
  const NODE_PATH_ARGUMENTS = {
    access: 1, appendFile: 1, close: 1, copyFile: 2, cp: 2, createReadStream: 1, createWriteStream: 1, lstat: 1, mkdir: 1,
    ftruncate: 0, mkdtemp: 1, open: 1, opendir: 1, read: 1, readFile: 1, readdir: 1, readlink: 1, readv: 1, realpath: 1,
    rename: 2, rm: 1, rmdir: 1, stat: 1, statfs: 1, truncate: 1, unlink: 1, utimes: 1, write: 0, writeFile: 1, writev: 0,
  };
  // A descriptor that is never open.
  const NO_FILE = 0x7fffffff;

  /** Whether a call with these options is content with a path that is not there. */
  const isContent = (error, name, options) =>
    error?.code === "ENOENT" && (name === "rm" ? options?.force === true : options?.throwIfNoEntry === false);

  /** The same `/tmp` for `node:fs`, the same errors, and no way to stdin, where a read would block the worker. */
  const mendFiles = ({ inside, outside, hide }) => {
    const fs = builtIn("node:fs");
    const wrap = (target, name, suffix = "") => {
      const original = target[name + suffix];
      if (typeof original !== "function") return;
      const paths = NODE_PATH_ARGUMENTS[name];
      const shown = name === "mkdtemp" || name === "realpath" ? outside : same;
      const failed = (error, path, options) => {
        const explained = hide(explainNode(error, name, path));
        if (!isContent(explained, name, options)) throw explained;
      };
      const told = (done, path, options) =>
        function (error, value, ...more) {
          if (!isNativeError(error)) return apply(done, this, [error, shown(value), ...more]);
          try {
            failed(error, path, options);
          } catch (explained) {
            return apply(done, this, [explained]);
          }
          return apply(done, this, [null]);
        };
      const moved = (args) => {
        const last = args.length - 1;
        if (typeof args[last] === "function") args[last] = told(args[last], args[0], args[1]);
        for (let i = 0; i < paths && i < args.length; i++) args[i] = args[i] === 0 ? NO_FILE : inside(args[i]);
        return args;
      };
      const wrapped = guarded(name, original, moved, shown, failed);
      target[name + suffix] = defineProperties(wrapped, getOwnPropertyDescriptors(original));
    };
    for (const name in NODE_PATH_ARGUMENTS) {
      wrap(fs, name);
      wrap(fs, name, "Sync");
      wrap(fs.promises, name);
    }
    mendExists(fs, inside);
    builtIn("node:module").syncBuiltinESMExports();
  };

  /** What must not be read does not exist. */
  const mendExists = (fs, inside) => {
    const { existsSync } = fs;
    const exists = (path) => {
      try {
        return existsSync(inside(path));
      } catch (error) {
        if (denies(error, "read")) return false;
        throw error;
      }
    };
    fs.existsSync = exists;
    fs.exists = (path, done) => queueMicrotask(() => done(exists(path)));
    defineProperty(fs.exists, Symbol.for("nodejs.util.promisify.custom"), { value: async (path) => exists(path) });
  };

  const mendHttp = (emit) => {
    mendServers();
    mendHeads();
    caller.watchNode(builtIn("node:http"));
    emit({ type: "follows" });
  };

  /**
   * The first server of `node:http` is the worker's; the engine gives neither it nor its clients an address, and later
   * ones a port of the machine.
   */
  const mendServers = () => {
    const { Server } = builtIn("node:http");
    const { prototype } = builtIn("node:net").Server;
    const { emit, listen } = Server.prototype;
    const { address } = prototype;
    const { nextTick } = engineProcess();
    const family = "IPv4";
    // The socket of a client belongs to a class that is not to be had, and comes with what the server emits.
    const remote = {
      remoteAddress: { value: ADDRESS.hostname },
      remotePort: { value: ADDRESS.port },
      remoteFamily: { value: family },
    };
    Server.prototype.emit = function (...args) {
      const socket = args[1]?.socket;
      if (socket && socket.remotePort !== ADDRESS.port) defineProperties(socket, remote);
      return apply(emit, this, args);
    };
    let listens = false;
    Server.prototype.listen = function (...args) {
      if (!listens) {
        listens = true;
        this.once("listening", () => forgetPath(socket));
        return apply(listen, this, args);
      }
      const done = args[args.length - 1];
      if (typeof done === "function") this.once("listening", done);
      this._handle = { close() {}, ref() {}, unref() {} };
      nextTick(() => this.emit("listening"));
      return this;
    };
    prototype.address = function () {
      const found = apply(address, this, []);
      return found === null && this._handle ? { address: ADDRESS.hostname, family, port: ADDRESS.port } : found;
    };
  };

  /** Headers that `writeHead` is given are checked like those that were set before; the engine takes them as they are. */
  const mendHeads = () => {
    const { ServerResponse, validateHeaderValue } = builtIn("node:http");
    const check = (name, value) => {
      if (!isArray(value)) return value === undefined ? undefined : validateHeaderValue(name, value);
      for (let i = 0; i < value.length; i++) validateHeaderValue(name, value[i]);
    };
    const { _storeHeader } = ServerResponse.prototype;
    ServerResponse.prototype._storeHeader = function (first, headers) {
      if (!isArray(headers)) for (const name in headers) check(name, headers[name]);
      else if (isArray(headers[0])) for (let i = 0; i < headers.length; i++) check(headers[i][0], headers[i][1]);
      else for (let i = 1; i < headers.length; i += 2) check(headers[i - 1], headers[i]);
      return apply(_storeHeader, this, [first, headers]);
    };
  };

  // --- serving -----------------------------------------------------------------------------------------------------

  const DEFAULT_PORT = 9999;
  // Where every server listens, and every client is, as far as functions know, whatever they asked for.
  const ADDRESS = { port: DEFAULT_PORT, hostname: "0.0.0.0", transport: "tcp" };

  /**
   * Reads the URL and the method of a request, which the engine reads when it is asked, and cannot after the answer.
   * Returns the engine's object of the request.
   */
  let keep = (request) => {
    keep = mendRequests(request);
    return keep(request);
  };

  // What is wrong with requests sits on the prototype of an internal object which only a request leads to, so it is
  // mended when the first one arrives: the engine names one that came over a unix socket `http+unix://…`, and has no
  // headers for one that has become a WebSocket unless they were read before.
  const mendRequests = (request) => {
    const symbol = getOwnPropertySymbols(request).find((symbol) => symbol.description === "request");
    const prototype = getPrototypeOf(request[symbol]);
    const { url, _wantsUpgrade } = prototype;
    prototype.url = function () {
      const text = apply(url, this, []);
      return charCodeAt(text, 4) === 43 /* + */ ? "http" + slice(text, 9) : text;
    };
    prototype._wantsUpgrade = function (kind) {
      [...this.request.headers];
      return apply(_wantsUpgrade, this, [kind]);
    };
    caller.watch(prototype);
    return (request) => {
      const inner = request[symbol];
      apply(url, inner, []);
      return inner;
    };
  };

  const isResponse = uncurry(Object.prototype.isPrototypeOf).bind(null, Response.prototype);

  // What HTTP has in no header, and `Headers` takes.
  const CONTROL = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/;
  const { exec } = RegExp.prototype;
  const toHex = uncurry(Number.prototype.toString);
  // Of all values the one that most responses have in common.
  let harmless = "";

  /** `list` has a pair of texts for each header. */
  const checkHeaders = (list, from) => {
    for (let i = 0; i < list.length; i++) {
      const value = list[i][1];
      if (value === harmless) continue;
      const found = apply(exec, CONTROL, [value]);
      if (found !== null) {
        const code = toHex(charCodeAt(found[0], 0), 16);
        throw new TypeError(`The header \`${list[i][0]}\` of the Response that ${from} returned has a control character (0x${code}) in its value`);
      }
      harmless = value;
    }
  };

  /** Throws for a response that the engine would not send, or would end the worker for. */
  const usable = (response, from) => {
    if (response.type === "error") throw new TypeError(`${from} returned \`Response.error()\``);
    if (response.bodyUsed) throw new TypeError(`The body of the Response that ${from} returned has already been consumed`);
    const list = caller.headersOf(response);
    if (list !== undefined) checkHeaders(list, from);
    return caller.conclude(response);
  };

  /** What a handler returned, as hosted workers take it. The engine would end the worker and with it every request. */
  const checked = (response) => {
    if (!isResponse(response)) {
      console.error("The handler returned no Response");
      return caller.conclude(new Response("Bad Gateway", { status: 502 }));
    }
    return usable(response, "the handler");
  };

  const failure = () => new Response("Internal Server Error", { status: 500 });

  /**
   * Calls `onError`, which decides how an error is answered, once for each. One that fails itself is answered here, as
   * the engine would do: it would first call it again with its own error.
   */
  const handling = (onError) => {
    const failed = (error) => {
      console.error("Exception in onError while handling exception", error);
      return caller.conclude(failure());
    };
    const passed = (response) => {
      try {
        if (!isResponse(response)) throw new TypeError("`onError` returned no Response");
        return usable(response, "`onError`");
      } catch (error) {
        return failed(error);
      }
    };
    return (error) => {
      try {
        const result = onError(error);
        return isResponse(result) ? passed(result) : then(NativePromise.resolve(result), passed, failed);
      } catch (error) {
        return failed(error);
      }
    };
  };

  /**
   * Calls the handler. What goes wrong is told here already: the engine would do so outside of the request. It takes a
   * response that is there as a whole at once; what fills another one is to run for the request too.
   */
  const answering = (handler, handle) => {
    const passed = (response) => {
      try {
        return checked(response);
      } catch (error) {
        return handle(error);
      }
    };
    const taken = (result, inner) => {
      if (isResponse(result) && caller.isWhole(result)) return result;
      caller.defer(inner);
      return NativePromise.resolve(result);
    };
    const settled = (result, inner) => {
      if (isResponse(result)) return taken(checked(result), inner);
      caller.defer(inner);
      return then(NativePromise.resolve(result), passed, handle);
    };
    return (request, inner) => {
      try {
        return settled(handler(request, { remoteAddr: { ...ADDRESS } }), inner);
      } catch (error) {
        return taken(handle(error), inner);
      }
    };
  };

  /** What a second server of a function is: only the first one gets requests. */
  const serverWithoutRequests = (tell) => {
    const { promise, resolve } = NativePromise.withResolvers();
    queueMicrotask(tell);
    return { finished: promise, shutdown: async () => resolve(), ref() {}, unref() {} };
  };

  // What the engine says when there is no memory for what the function wants.
  const NO_MEMORY = "Array buffer allocation failed";

  const redirectServe = (listen, isLimited, heed, emit) => {
    if (listen.path !== undefined) socket = listen.path;
    else forgetPath = () => {};
    const original = Deno.serve;
    let servers = 0;
    const onError = (error) => {
      console.error(error);
      if (!isLimited || !isNativeError(error) || error.message !== NO_MEMORY) return failure();
      // No handler is to blame: as hosted, the worker has come to its limit, and fx answers when it has ended.
      emit({ type: "exhausted" });
      return new NativePromise(() => {});
    };
    const serve = (first, second) => {
      const given = typeof first === "function" ? {} : first ?? {};
      const handler = typeof first === "function" ? first : typeof second === "function" ? second : given.handler;
      if (typeof handler !== "function") throw new TypeError("A handler function must be provided.");
      const { hostname, port } = ADDRESS;
      const tell = () => {
        if (typeof given.onListen === "function") apply(given.onListen, given, [{ hostname, port }]);
      };
      if (servers++ > 0) return serverWithoutRequests(tell);
      emit({ type: "follows" });
      // The engine needs it for what goes wrong while it sends a stream.
      const options = { onError: handling(typeof given.onError === "function" ? given.onError : onError) };
      const answer = answering(handler, options.onError);
      if (listen.path !== undefined) options.path = listen.path;
      else assign(options, { hostname: listen.hostname, port: listen.port });
      options.onListen = () => {
        forgetPath(socket);
        heed({ type: "listening" });
        tell();
      };
      const server = original(options, (request) => {
        const inner = keep(request);
        if (listen.secret !== undefined && caller.secretOf(inner) !== listen.secret) {
          return new Response(null, { status: 403 });
        }
        const before = caller.begin(inner);
        try {
          return answer(request, inner);
        } finally {
          caller.leave(before);
        }
      });
      return { finished: server.finished, shutdown: () => server.shutdown(), ref() {}, unref() {} };
    };
    redefine(Deno, "serve", serve);
    return serve;
  };

  /** `Deno.listen` with `Deno.serveHttp`, as servers written for Deno 1 use them, fed by `Deno.serve`. */
  const redirectListen = (serve, sandboxed) => {
    const { listen, serveHttp } = Deno;
    const queues = new WeakMap();

    redefine(Deno, "listen", (options) => {
      if ((options?.transport ?? "tcp") !== "tcp") {
        if (!sandboxed) return listen(options);
        throw new errors.NotSupported("Only TCP listeners are supported on Supabase Edge Runtime.");
      }
      const requests = eventQueue();
      const address = { transport: "tcp", hostname: options?.hostname ?? "0.0.0.0", port: options?.port ?? DEFAULT_PORT };
      const server = serve({ port: address.port, hostname: address.hostname }, (request) => {
        const { promise, resolve, reject } = NativePromise.withResolvers();
        const respondWith = async (response) => {
          try {
            resolve(await response);
          } catch (error) {
            later(() => reject(error)); // After the worker has ended, if nobody catches the error.
            throw error;
          }
        };
        requests.push(eventOf(request, respondWith));
        return promise;
      });
      const connection = { localAddr: address, remoteAddr: { ...address, hostname: "127.0.0.1" }, rid: -1, close() {} };
      queues.set(connection, requests);
      let accepted = false;
      return {
        addr: address,
        rid: -1,
        ref() {},
        unref() {},
        close() {
          requests.end();
          server.shutdown();
        },
        async accept() {
          if (!accepted) {
            accepted = true;
            return connection;
          }
          await server.finished;
          throw new errors.BadResource("Listener has been closed");
        },
        async *[Symbol.asyncIterator]() {
          try {
            for (;;) yield await this.accept();
          } catch (error) {
            if (!(error instanceof errors.BadResource)) throw error;
          }
        },
      };
    });

    redefine(Deno, "serveHttp", (connection) => {
      const requests = queues.get(connection);
      if (requests === undefined) return serveHttp(connection);
      return {
        rid: -1,
        close() {},
        nextRequest: () => requests.next(),
        async *[Symbol.asyncIterator]() {
          for (let event; (event = await requests.next()) !== null;) yield event;
        },
      };
    });
  };

  /** Whoever asks for the request of an event works for it from then on. */
  const eventOf = (request, respondWith) => ({
    get request() {
      caller.resume(keep(request));
      return request;
    },
    respondWith,
  });

  const eventQueue = () => {
    const [waiting, takers] = [[], []];
    let ended = false;
    return {
      push: (event) => takers.length > 0 ? takers.shift()(event) : waiting.push(event),
      next: () =>
        new NativePromise((resolve) =>
          waiting.length > 0 ? resolve(waiting.shift()) : ended ? resolve(null) : takers.push(resolve)
        ),
      end() {
        ended = true;
        while (takers.length > 0) takers.shift()(null);
      },
    };
  };

  /** Reports the end of the main module's evaluation and serves `export default { fetch }`. */
  const watchMainModule = (serve, emit) => {
    core.addMainModuleHandler((main) => {
      const declared = main.default ?? {};
      if (hasOwn(declared, "fetch")) {
        if (typeof declared.fetch !== "function") {
          core.print("error: TypeError: `fetch` of the default export is not a function\n", true);
          exit(1);
        }
        serve((request) => declared.fetch(request));
      }
      emit({ type: "loaded" });
    });
  };

  // --- EdgeRuntime -------------------------------------------------------------------------------------------------

  // How long a settled promise may go unnoticed, in ms.
  const QUICKEST_LOOK = 2;
  const SLOWEST_LOOK = 50;

  /**
   * `waitUntil` looks at promises from time to time instead of waiting for them: whoever waits for a promise handles its
   * rejection, and one that nobody handles ends the worker.
   */
  const defineEdgeRuntime = (emit) => {
    const { getPromiseDetails, createSystemTimer } = core;
    const PENDING = 0;
    let pending = [];
    let pause = QUICKEST_LOOK;
    const look = () => {
      const left = [];
      for (let i = 0; i < pending.length; i++) {
        if (getPromiseDetails(pending[i])[0] === PENDING) left[left.length] = pending[i];
      }
      pending = left;
      if (left.length === 0) return emit({ type: "background", pending: 0 });
      pause = pause * 2 < SLOWEST_LOOK ? pause * 2 : SLOWEST_LOOK;
      createSystemTimer(look, pause, false);
    };
    const waitUntil = (work) => {
      if (!isPromise(work)) return work;
      pause = QUICKEST_LOOK;
      pending[pending.length] = work;
      if (pending.length === 1) {
        emit({ type: "background", pending: 1 });
        createSystemTimer(look, pause, false);
      }
      return work;
    };
    defineProperty(globalThis, "EdgeRuntime", { value: { waitUntil }, enumerable: false, writable: true, configurable: true });
  };

  // --- errors ------------------------------------------------------------------------------------------------------

  const watchErrors = (emit) => {
    const report = (error) => {
      let message;
      try {
        message = toText(error?.stack ?? error);
      } catch {
        message = "an error that cannot be shown as text";
      }
      emit({ type: "uncaught", message: clip(withoutInternals(message)), request: caller.current() });
      later(() => emit({ type: "survived" }));
    };
    // Said at once, for the engine ends the process before anything else runs. When a listener of the function
    // prevents that, a timer runs, and fx forgets the error.
    globalThis.addEventListener("unhandledrejection", (event) => report(event.reason));
    globalThis.addEventListener("error", (event) => report(event.error ?? event.message));
  };

  const hideStdin = () => {
    const closed = {
      rid: -1,
      read: async () => null,
      readSync: () => null,
      close() {},
      isTerminal: () => false,
      setRaw() {},
      readable: new ReadableStream({ start: (controller) => controller.close() }),
    };
    defineProperty(Deno, "stdin", { value: closed, enumerable: true, configurable: true });
  };

  return start;
})();
