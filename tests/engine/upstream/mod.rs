//! Services behind `SUPABASE_URL`: requests reach the upstream as they are, and come back; where there is none, or it
//! does not behave, clients and the terminal hear why.

mod boundaries;
mod faults;
mod finding;
mod passing;
pub mod server;
pub mod tokens;
