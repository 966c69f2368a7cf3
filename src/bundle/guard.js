// Refuses modules that the engine loads without asking for a permission: those of literal imports, wherever they lie,
// and then whatever else leads to the same file. `guarded` is above: files lie below `roots`, less those `refused`.
// Nothing of the function's has run yet.

const { TypeError, URL, decodeURIComponent } = globalThis;
const { apply, getOwnPropertyDescriptor } = Reflect;
const { includes, startsWith } = String.prototype;
const { get: pathname } = getOwnPropertyDescriptor(URL.prototype, "pathname");

const pathOf = (url) => decodeURIComponent(apply(pathname, new URL(url), []));
const roots = guarded.roots.map(pathOf);
const refused = guarded.refused.map(pathOf);

const isInside = (path) => {
  for (let i = 0; i < refused.length; i++) {
    if (path === refused[i]) return false;
  }
  for (let i = 0; i < roots.length; i++) {
    if (apply(startsWith, path, [roots[i]])) return !apply(includes, path, ["/../"]);
  }
  return false;
};

const check = (url) => {
  if (apply(startsWith, url, ["file:"]) && !isInside(pathOf(url))) {
    throw new TypeError(`Module not found "${url}".`);
  }
};

process.getBuiltinModule("node:module").registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    check(resolved.url);
    return resolved;
  },
  // A hook of the function's own may have led past the first.
  load(url, context, next) {
    check(url);
    return next(url, context);
  },
});
