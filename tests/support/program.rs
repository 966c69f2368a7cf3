//! The stub stack of the tests as a program, for work by hand:
//!
//! `cargo run --example stack -- [--port 54321] [--no-database] [FILE.sql …]`
//!
//! It says where it is, its keys and its database, and ends with its standard input.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for developers of fx"
)]

#[expect(dead_code, reason = "tests use the rest")]
mod stack;

use std::io::Read as _;

fn main() {
    let mut settings = stack::Settings {
        port: 54321,
        ..stack::Settings::default()
    };
    let mut files = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--port" => settings.port = arguments.next().unwrap().parse().unwrap(),
            "--no-database" => settings.without_database = true,
            "--help" => return println!("stack [--port 54321] [--no-database] [FILE.sql …]"),
            file => files.push(file.to_owned()),
        }
    }
    let has_database = !settings.without_database;
    let stack = stack::Stack::start_with(settings);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for file in files {
        runtime.block_on(stack.sql(&std::fs::read_to_string(file).unwrap()));
    }
    let keys = stack.keys();
    println!("url          {}", stack.url());
    println!("anon         {}", keys.anon);
    println!("service_role {}", keys.service_role);
    println!("publishable  {}", keys.publishable);
    println!("secret       {}", keys.secret);
    if has_database {
        println!("database     {}", stack.database_url());
    }
    println!("Close the standard input (Ctrl-D), or press Ctrl-C, to end it.");
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}
