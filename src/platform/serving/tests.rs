//! The serving of deployed functions, without an engine.
