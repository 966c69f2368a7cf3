// What hosted workers have, lack, deny and pretend, on top of the engine's own surface.
//
// Runs in the same module as `bootstrap.js`, right after that has captured what it needs. It is no sandbox: the
// engine's permissions are. It makes code that cannot work hosted fail here too, with the same error class. Source of
// the lists: the public code of the hosted runtime, compatible with Deno 2.1.4. What is decided of each name, and where
// hosted workers have it from, is recorded in `hosted.tsv`, which a test holds against the engine and against this file.
//
// Its value says how `node:` modules are mended, which `bootstrap.js` does when they are loaded.
const hosted = (() => {
  const { core } = Deno[Deno.internal];
  const { errors, Permissions } = Deno;
  const { Proxy: NativeProxy } = globalThis;
  const COMPATIBLE_DENO = "2.1.4";
  const RUNTIME = "1.74.0";

  const redefine = (target, name, value) =>
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
  const named = (name, call) => Object.defineProperty(call, "name", { value: name });

  // --- files -------------------------------------------------------------------------------------------------------

  const DENIED_FILES = [
    "chmod", "chown", "copyFile", "fdatasync", "fstat", "fsync", "ftruncate", "funlock", "futime", "link", "readLink",
    "rename", "symlink", "truncate", "utime",
  ];
  const SYNC_DURING_EVALUATION = [
    "lstatSync", "statSync", "removeSync", "writeFileSync", "writeTextFileSync", "mkdirSync", "makeTempDirSync",
    "makeTempFileSync", "readDirSync",
  ];

  const deny = (name) =>
    redefine(Deno, name, named(name, () => {
      throw new errors.PermissionDenied(`Deno.${name} is blocklisted`);
    }));
  for (const name of DENIED_FILES) [name, `${name}Sync`].forEach(deny);
  ["chdir", "createSync", "openSync"].forEach(deny);

  // Until the main module is evaluated, or waits for something.
  let evaluating = true;
  const endEvaluation = () => evaluating = false;
  core.addMainModuleHandler(endEvaluation);
  for (const name of SYNC_DURING_EVALUATION) {
    const original = Deno[name];
    redefine(Deno, name, named(name, (...args) => {
      if (evaluating) return original(...args);
      throw new errors.PermissionDenied(`Deno.${name} is blocklisted on the current context`);
    }));
  }

  // --- permissions -------------------------------------------------------------------------------------------------

  // Hosted workers have these whatever the path or address, never ask, and give nothing back.
  const GRANTED = { __proto__: null, env: 1, net: 1, read: 1, write: 1, import: 1 };
  const permissions = Permissions.prototype;
  const { querySync } = permissions;
  const query = (descriptor) => {
    const status = Reflect.apply(querySync, Deno.permissions, [descriptor]);
    const { name, kind } = descriptor;
    const granted = GRANTED[name] === 1 || (name === "sys" && kind === "hostname");
    return Object.defineProperty(status, "state", { value: granted ? "granted" : "denied", configurable: true });
  };
  for (const name of ["query", "request", "revoke"]) {
    redefine(permissions, name, named(name, async (descriptor) => query(descriptor)));
    redefine(permissions, `${name}Sync`, named(`${name}Sync`, query));
  }

  // --- absent and mocked -------------------------------------------------------------------------------------------

  const ABSENT_IN_DENO = [
    "run", "dlopen", "cron", "Kv", "KvListIterator", "KvU64", "AtomicOperation", "openKv", "umask", "watchFs", "flock",
    "flockSync", "bench", "test", "listenTls", "listenDatagram", "connectQuic", "QuicEndpoint", "upgradeWebTransport",
    "inspect", "noColor", "ChildProcess", "UnsafePointer", "UnsafePointerView", "UnsafeCallback", "UnsafeFnPointer",
    "UnsafeWindowSurface", "lint", "telemetry", "bundle", "desktop",
    "spawn", "spawnAndWait", "spawnAndWaitSync", "Process", "HttpClient", "SeekMode", "cpuUsage", "ppid",
  ];
  for (const name of ABSENT_IN_DENO) Reflect.deleteProperty(Deno, name);

  const ABSENT_GLOBALS = [
    "Worker", "EventSource", "WebSocketStream", "localStorage", "sessionStorage", "Storage", "alert", "confirm",
    "prompt", "close", "closed", "BroadcastChannel", "name",
  ];
  for (const name of ABSENT_GLOBALS) delete globalThis[name];
  // And what `unstable` in a project's `deno.json` adds.
  delete Object.prototype.__proto__;
  const ADDED = /^(GPU|WebTransport|WebSocketError$|CSSRule$|CSSStyleSheet$)/;
  const ADDED_TO_DENO = /^(Quic|webgpu$|upgradeWebTransport$)/;
  for (const [target, added] of [[globalThis, ADDED], [Deno, ADDED_TO_DENO]]) {
    for (const name of Object.getOwnPropertyNames(target)) if (added.test(name)) delete target[name];
  }
  delete Object.getPrototypeOf(navigator).gpu;

  for (const name of ["kill", "exit", "addSignalListener", "removeSignalListener"]) redefine(Deno, name, named(name, () => {}));
  redefine(Deno, "Command", class Command {
    constructor() {
      const refuse = () => {
        throw new Error("Spawning subprocesses is not allowed on Supabase Edge Runtime.");
      };
      Object.assign(this, { output: async () => refuse(), outputSync: refuse, spawn: refuse });
    }
  });

  for (const name of ["open", "keys", "has", "delete", "match"]) {
    redefine(CacheStorage.prototype, name, async () => {
      throw new TypeError("CacheStorage is not available in this context");
    });
  }

  // --- faked facts -------------------------------------------------------------------------------------------------

  const NO_MEMORY = { total: 0, free: 0, available: 0, buffers: 0, cached: 0, swapTotal: 0, swapFree: 0 };
  const network = (name, address, netmask, cidr, mac) => ({
    family: "IPv4", name, address, netmask, scopeid: null, cidr, mac,
  });
  const { now } = Date;
  const started = now();
  const { memoryUsage } = Deno;
  const facts = {
    uid: () => 1000,
    gid: () => 1000,
    cwd: () => "",
    hostname: () => "localhost",
    loadavg: () => [0, 0, 0],
    osRelease: () => "0.0.0-00000000-generic",
    osUptime: () => Math.floor((now() - started) / 1000),
    systemMemoryInfo: () => ({ ...NO_MEMORY }),
    consoleSize: () => ({ columns: 80, rows: 24 }),
    networkInterfaces: () => [
      network("lo", "127.0.0.1", "255.0.0.0", "127.0.0.1/8", "00:00:00:00:00:00"),
      network("eth0", "10.0.0.10", "255.255.255.0", "10.0.0.10/24", "00:00:00:00:00:01"),
    ],
    execPath: () => "/bin/edge-runtime",
    memoryUsage: () => ({ ...memoryUsage(), rss: 0 }),
    isatty: () => false,
  };
  for (const name in facts) redefine(Deno, name, named(name, facts[name]));
  redefine(Deno, "args", []);
  redefine(Deno, "version", {
    deno: `supabase-edge-runtime-${RUNTIME} (compatible with Deno v${COMPATIBLE_DENO})`,
    v8: "11.6.189.12",
    typescript: "5.1.6",
  });

  // --- node --------------------------------------------------------------------------------------------------------

  const NODE = "20.11.1";
  const HOME = "/home/deno";
  const times = { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 };
  const notSupported = () => {
    throw new errors.NotSupported("The operation is not supported");
  };
  const os = {
    cpus: () => [{ model: "", speed: 0, times: { ...times } }],
    homedir: () => HOME,
    uptime: facts.osUptime,
    userInfo: () => ({ uid: 1000, gid: 1000, homedir: HOME, shell: null, username: "" }),
  };
  for (const name in os) named(name, os[name]);
  for (const name of ["homedir", "uptime"]) os[name][Symbol.toPrimitive] = os[name];
  const versions = {
    node: NODE, uv: "1.43.0", zlib: "1.2.11", brotli: "1.0.9", ares: "1.18.1", modules: "108", nghttp2: "1.47.0", napi: "8",
    llhttp: "6.0.10", openssl: "3.0.7+quic", cldr: "41.0", icu: "71.1", tz: "2022b", unicode: "14.0", ngtcp2: "0.8.1",
    nghttp3: "0.7.0", ...Deno.version,
  };
  const process = {
    abort: () => {},
    chdir: notSupported,
    cpuUsage: () => ({ user: 0, system: 0 }),
    cwd: facts.cwd,
    getegid: () => 0,
    geteuid: () => 0,
    umask: () => 0o22,
  };
  for (const name in process) named(name, process[name]);
  Object.assign(process, { version: `v${NODE}`, versions });
  // What `node:process` has no exports of.
  const unexported = {
    _kill: named("_kill", () => {
      throw new errors.NotCapable("Requires run access, run again with the --allow-run flag");
    }),
    config: {
      target_defaults: { default_configuration: "Release" },
      variables: { llvm_version: "0.0", enable_lto: "false" },
    },
  };
  const features = { inspector: false };
  const release = () => {
    const published = `https://nodejs.org/download/release/v${NODE}/node-v${NODE}`;
    return { name: "node", sourceUrl: `${published}.tar.gz`, headersUrl: `${published}-headers.tar.gz` };
  };
  /** The engine fixes `release` of its own object for good: so functions get another one, which is that but for this name. */
  const processOf = (original) =>
    new NativeProxy(original, { __proto__: null, get: (target, name) => name === "release" ? release() : target[name] });
  const absentInProcess = [
    "availableMemory", "constrainedMemory", "getgroups", "loadEnvFile", "resourceUsage", "setegid", "seteuid", "setgid",
    "setuid", "threadCpuUsage",
  ];

  // --- browser -----------------------------------------------------------------------------------------------------

  const browser = {
    hardwareConcurrency: 1,
    userAgent: `Deno/${COMPATIBLE_DENO} (variant; SupabaseEdgeRuntime/${RUNTIME})`,
    language: "en",
    languages: ["en"],
  };
  for (const name in browser) {
    const get = () => browser[name];
    Object.defineProperty(Object.getPrototypeOf(navigator), name, { get, configurable: true, enumerable: true });
  }

  // --- added -------------------------------------------------------------------------------------------------------

  const add = (name, value) =>
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  const fixed = (name, value) =>
    Object.defineProperty(globalThis, name, { value, writable: false, configurable: true, enumerable: true });
  fixed("SUPABASE_VERSION", RUNTIME);
  fixed("DENO_VERSION", COMPATIBLE_DENO);
  add("Supabase", {
    ai: {
      Session: class Session {
        constructor(model) {
          this.model = model;
        }
        run() {
          return Promise.reject(new Error(`Supabase.ai has no model \`${this.model}\` on this machine; call a model's HTTP API instead`));
        }
      },
    },
  });

  // What calls between hosted workers fail with; functions ask whether an error is one.
  const HOSTED_ERRORS = [
    "InvalidWorkerCreation", "InvalidWorkerResponse", "RateLimitError", "WorkerAlreadyRetired", "WorkerRequestCancelled",
    "WorkerRequestIdleTimeout",
  ];
  for (const name of HOSTED_ERRORS) {
    errors[name] = class extends Error {
      constructor(message, retryAfterMs) {
        super(message);
        this.name = name;
        if (name === "RateLimitError") this.retryAfterMs = typeof retryAfterMs === "number" ? retryAfterMs : null;
      }
    };
    named(name, errors[name]);
  }

  // Hosted workers have no shared memory.
  add("SharedArrayBuffer", ArrayBuffer);
  const { Memory } = WebAssembly;
  redefine(WebAssembly, "Memory", new Proxy(Memory, {
    construct(target, [descriptor], newTarget) {
      if (descriptor?.shared) throw new TypeError("Creating a shared memory is not supported");
      return Reflect.construct(target, [descriptor], newTarget);
    },
  }));

  return { os, process, unexported, features, release, processOf, absentInProcess, endEvaluation };
})();
