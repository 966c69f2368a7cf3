//! Questions to a person, on a terminal only; whoever asks makes sure of that with [`Printer::can_ask`].

use std::io::{self, BufRead as _, IsTerminal as _};

use super::Printer;

impl Printer {
    /// Whether there is a person to ask.
    pub(crate) fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Asks a question that only `y` and `yes` agree to.
    pub(crate) fn ask(&self, question: &str) -> io::Result<bool> {
        self.prompt(format_args!("{question} [y/N] "));
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        let answer = answer.trim().to_ascii_lowercase();
        Ok(matches!(&*answer, "y" | "yes"))
    }

    /// Asks for a line; `None` when stdin has ended.
    pub(crate) fn ask_line(&self, label: &str) -> io::Result<Option<String>> {
        self.prompt(format_args!("{label}: "));
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer)?;
        Ok((read > 0).then(|| answer.trim().to_owned()))
    }

    /// Asks for a line that is not shown while it is typed.
    pub(crate) fn ask_hidden(&self, label: &str) -> io::Result<String> {
        self.prompt(format_args!("{label}: "));
        console::Term::stderr().read_secure_line()
    }
}
