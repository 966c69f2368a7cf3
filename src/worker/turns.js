// The first turn of the event loop after the function's main module: it comes about as if there had been no bootstrap.
//
// The engine runs `process.nextTick` and `setImmediate` of a main module before its timers, but only if nothing ran before
// that module. With `--preload` the timers that are due by then come first. So a timer of fx is due before them: the engine
// calls it in that turn before all others, and it does what the engine would have done.
//
// That turn is also where hosted workers draw a line: at the first `await` of the main module that waits for more than promises.
const onFirstTurn = (() => {
  const { core } = Deno[Deno.internal];
  const { addMainModuleHandler, cancelTimer, createSystemInterval, eventLoopHasMoreWork, runImmediateCallbacks, runNextTicks } = core;
  const { apply } = Reflect;
  const method = Promise.prototype.then;
  const settled = (promise, call) => void apply(method, promise, [call, call]);
  // How often the loop may turn before it has done all that this file needs; three times is what it takes.
  const TURNS = 50;

  /** Calls `call` in that turn. `idle` begins an operation of the engine that does nothing, for which the loop turns once more. */
  return (idle, call) => {
    let evaluated = false;
    addMainModuleHandler(() => evaluated = true);
    // From when this file has nothing left to do, and while the main module loads, there is nothing else that is to be done.
    const arm = () => {
      const timer = createSystemInterval(() => {
        if (!evaluated && !eventLoopHasMoreWork()) return;
        cancelTimer(timer);
        call();
        runNextTicks();
        runImmediateCallbacks();
      }, 1, false);
    };
    let turns = 0;
    const look = () => eventLoopHasMoreWork() && turns++ < TURNS ? settled(idle(), look) : arm();
    settled(idle(), look);
  };
})();
