//! What the engine and its crates say, less what only the engine's own command line has.
//!
//! Whoever reads it ran fx: a flag that fx does not have helps nobody. The texts are those of the pinned engine; what a
//! function says itself stays, unless it says the same. Inside the function errors keep the engine's words, as hosted.

use std::{borrow::Cow, sync::LazyLock};

use regex::{Captures, Regex};

/// Ends of sentences that tell people to start the engine in another way, and what is said instead.
const SAYINGS: &[(&str, &str)] = &[
    (
        r", run again with the --[a-z-]+ flag Maybe add",
        ". Maybe add",
    ),
    (r",? ?[Rr]un again with the `?--[a-z-]+`? flag", ""),
    (
        r",?\s*[Rr]un again with `?--[a-z-]+`? flag to enable this API\.?",
        "",
    ),
    (r" The `--unstable-[a-z-]+` flag must be provided\.?", ""),
    (
        r"Requires --allow-([a-z]+) permissions",
        "Requires $1 permission",
    ),
    (
        r" requires unscoped --allow-read and --allow-write permissions; path-scoped grants \(e\.g\. --allow-write=<path>\) are not supported because",
        " is not available because",
    ),
    (
        r" is only available in `deno jupyter` subcommand",
        " is not available",
    ),
    (r", --cached-only is specified\.?", ""),
    (r"\. Try running again without --cached-only\.?", ""),
    (r",? or run with --(?:sloppy-imports|unstable-[a-z-]+)", ""),
    (r"\n\s*(?:hint: )?run with --unstable-[a-z-]+\.?", ""),
    (
        r"(?: Deno expects the node_modules/ directory to be up to date\.)? Did you forget to run `deno install`\?",
        "",
    ),
    (r", then run `deno install`\.[^\n]*", "."),
    (
        r"\n?\s*(?:hint: )?If you want to use (?:a JSR or npm|the JSR|the npm) package, try running `deno add [^`]*`(?: or `deno add [^`]*`)?\.?",
        "",
    ),
    (
        r"Run `deno install --frozen=false`, or rerun with `--frozen=false` to update it\.",
        "`fx functions bundle --lock-write` updates it.",
    ),
    (
        r" or --reload to reload the source code from the server",
        "",
    ),
    (
        r" is only supported with --node-modules-dir=manual",
        " is not supported",
    ),
    (
        r" In the meantime, try with --node-modules-dir=[a-z]+ instead\.?",
        "",
    ),
    (
        r" requires --node-modules-dir=([a-z]+)",
        " requires `\"nodeModulesDir\": \"$1\"`",
    ),
    (
        r" or pass --node-modules-dir=[a-z]+ on the command line",
        "",
    ),
    (
        r" To use a remote import map, use the --import-map flag[^\n]*",
        "",
    ),
];

static RULES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let rules = SAYINGS.iter();
    rules
        .map(|(pattern, instead)| (compiled(pattern), *instead))
        .collect()
});
/// Something of the command line is in it.
static COMMAND_LINE: LazyLock<Regex> = LazyLock::new(|| {
    compiled(r"--[a-z]{3}|\bdeno (?:run|install|add|cache|jupyter)\b|DENO_TLS_CA_STORE")
});
/// The advice that the engine adds below the stack of an error that ends it, set off by an empty line.
static ADVICE: LazyLock<Regex> = LazyLock::new(|| {
    compiled(r"(?m)\n\n(?:^ {4}(?:info|hint|docs): .*(?:\n {10}.*)*(?:\n|\z))+\z")
});
static PIECE: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"(?m)^ {4}(info|hint|docs): (.*(?:\n {10}.*)*)\n?"));
/// How the engine's own advice begins that needs other words. A function may give advice in the same form.
static ENGINES_OWN: LazyLock<Regex> = LazyLock::new(|| {
    compiled(concat!(
        r"\A(?:Rewrite this module to ESM,|https://docs\.deno\.com/go/commonjs|Add `.nodeModulesDir.|",
        r"Run again with (?:the )?`--|If this caused the error, run again with --|",
        r"If the certificate is trusted by your operating system |(?:new )?[\w.]+(?:\(\))? is an unstable API\.)"
    ))
});
/// The engine underlines names in it, whether or not somebody sees colours.
static STYLE: LazyLock<Regex> = LazyLock::new(|| compiled("\u{1b}\\[[0-9;]*m"));

/// What to do about CommonJS.
pub(crate) const COMMON_JS: &str =
    "write it as an ES module: `export` instead of `module.exports`, in a `.js` or `.ts` file";
const ADD_ON: &str = "packages with native add-ons cannot run in edge functions; use one written in JavaScript or WebAssembly";

fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a valid regular expression")
}

/// What the engine says, for people who ran fx.
pub(crate) fn in_fx_words(text: String) -> String {
    without_flags(match ADVICE.find(&text) {
        Some(advice) => {
            let (said, advice) = text.split_at(advice.start());
            format!("{said}{}", rewritten(advice))
        }
        None => text,
    })
}

/// What a function logs, which may be an error of the engine, but never has its advice.
pub(crate) fn without_flags(text: String) -> String {
    if !COMMAND_LINE.is_match(&text) && !text.contains("un again with") {
        return text;
    }
    let rules = RULES.iter();
    rules.fold(text, |text, (pattern, instead)| {
        match pattern.replace_all(&text, *instead) {
            Cow::Borrowed(_) => text,
            Cow::Owned(changed) => changed,
        }
    })
}

/// Advice, that of the engine as far as people can follow it.
fn rewritten(advice: &str) -> String {
    let said = PIECE.replace_all(advice, |piece: &Captures| {
        let text = STYLE.replace_all(&piece[2], "");
        let text = match (&piece[1], ENGINES_OWN.is_match(&text)) {
            (_, false) => text,
            ("docs", true) => return String::new(),
            ("hint", true) if text.starts_with("Rewrite") => COMMON_JS.into(),
            ("hint", true) if text.starts_with("Add ") => ADD_ON.into(),
            ("hint", true) => return String::new(),
            (_, true) => text
                .replace(
                    " is an unstable API.",
                    " is not available in edge functions.",
                )
                .into(),
        };
        format!("    {}: {text}\n", &piece[1])
    });
    said.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_go_and_what_happened_stays() {
        for (said, shown) in [
            (
                "NotCapable: Requires read access to \"/x\", run again with the --allow-read flag\n    at f",
                "NotCapable: Requires read access to \"/x\"\n    at f",
            ),
            (
                "Requires read access to \"/x\", run again with the --allow-read flag Maybe add a '.ts' extension or run with --sloppy-imports",
                "Requires read access to \"/x\". Maybe add a '.ts' extension",
            ),
            (
                "Specifier not found in cache: \"https://a/\", --cached-only is specified.\n    at f",
                "Specifier not found in cache: \"https://a/\"\n    at f",
            ),
            (
                "Could not find \"x\" in a node_modules folder. Deno expects the node_modules/ directory to be up to date. Did you forget to run `deno install`?",
                "Could not find \"x\" in a node_modules folder.",
            ),
        ] {
            assert_eq!(in_fx_words(said.to_owned()), shown);
        }
    }

    #[test]
    fn advice_about_the_engine_goes_and_other_advice_stays() {
        let error = "ReferenceError: x is not defined\n    at f\n\n";
        let advised = |advice: &str| in_fx_words(format!("{error}{advice}"));
        assert_eq!(
            advised(
                "    info: Deno.openKv() is an unstable API.\n    hint: Run again with `--unstable-kv` flag to enable this API."
            ),
            format!("{error}    info: Deno.openKv() is not available in edge functions.")
        );
        let commonjs = "    info: Deno supports CommonJS modules in \u{1b}[4m.cjs\u{1b}[24m files, or when the closest\n          package.json has it.\n    hint: Rewrite this module to ESM,\n          or pass --unstable-detect-cjs flag to detect CommonJS when loading.\n    docs: https://docs.deno.com/go/commonjs\n";
        let shown = advised(commonjs);
        assert!(shown.ends_with(COMMON_JS), "{shown}");
        assert!(!shown.contains('\u{1b}'), "{shown}");
        let other = "bad config\n\n    info: it is CommonJS\n    hint: start mytool with --verbose, or turn it to ESM\n    hint: or set nodeModulesDir\n    docs: https://example.com/";
        assert_eq!(in_fx_words(other.to_owned()), other);
        let own = "    info: document global is not available in Deno.\n    hint: Use a library";
        assert_eq!(advised(own), format!("{error}{own}"));
    }

    #[test]
    fn what_functions_say_themselves_stays() {
        for text in [
            "usage: tool --allow-net --verbose",
            "start it with `deno run`\n    hint: or with --help",
            "-- a line --",
            "bad config\n\n    hint: start mytool with --verbose",
            "bad config\n\n    info: it is CommonJS\n    docs: https://example.com/",
        ] {
            assert_eq!(without_flags(text.to_owned()), text);
        }
    }
}
