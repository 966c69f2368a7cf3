//! Black-box tests of the `fx` executable. Nothing here needs the engine; those that do live in `tests/engine`.

mod architecture;
mod engine;
mod support;
