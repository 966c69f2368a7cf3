//! Whether a request may pass a function that wants a token.
