//! The `fx` executable.

fn main() -> std::process::ExitCode {
    fx::main()
}
