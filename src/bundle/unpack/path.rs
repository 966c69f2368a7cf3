//! What a file may be called: a path that stays below its directory on every system that fx runs on, and that a
//! terminal can show.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// How long a name may be; most file systems have this limit.
const MAX_NAME: usize = 255;

/// The path that a part of a URL stands for, or why it cannot be one.
pub(super) fn relative(url_path: &str) -> Result<String, &'static str> {
    let path = decoded(url_path)?;
    if path.starts_with('/') {
        return Err("is an absolute path");
    }
    path.split('/').try_for_each(check_name)?;
    Ok(path.into_owned())
}

/// `%20` and the like as what they stand for.
pub(super) fn decoded(url_path: &str) -> Result<Cow<'_, str>, &'static str> {
    let decoded = percent_decode_str(url_path).decode_utf8();
    decoded.map_err(|_| "is not UTF-8")
}

pub(in crate::bundle) fn check_name(name: &str) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("has an empty name in it");
    }
    if name == ".." || name == "." {
        return Err("leads out of the directory");
    }
    if name.contains(['\\', ':']) {
        return Err("has `\\` or `:` in it, which means a drive or a directory on Windows");
    }
    if name.contains(char::is_control) {
        return Err("has a control character in it");
    }
    if name.ends_with(['.', ' ']) {
        return Err("has a name in it that ends with a dot or a space, which Windows drops");
    }
    if is_device(name) {
        return Err("has the name of a Windows device in it");
    }
    if name.len() > MAX_NAME {
        return Err("has a name in it of more than 255 bytes");
    }
    Ok(())
}

/// `NUL`, `com1.txt` and the like, which are no files wherever they are on Windows.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    let stem = stem.trim_end_matches(' ').to_ascii_uppercase();
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&&*stem) {
        return true;
    }
    let number = stem.strip_prefix("COM").or(stem.strip_prefix("LPT"));
    number.is_some_and(|number| {
        let mut characters = number.chars();
        let digit = characters.next();
        digit.is_some_and(|digit| matches!(digit, '0'..='9' | '¹' | '²' | '³'))
            && characters.next().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_kept() {
        for (written, expected) in [
            ("index.ts", "index.ts"),
            ("hello/my%20file.ts", "hello/my file.ts"),
            ("a/.well-known/..a/b", "a/.well-known/..a/b"),
            ("routes/[id]/(group)/$x.tsx", "routes/[id]/(group)/$x.tsx"),
            ("console.ts", "console.ts"),
            ("com.ts", "com.ts"),
            ("com10.ts", "com10.ts"),
            ("grüße/日本.ts", "grüße/日本.ts"),
            ("100%/a", "100%/a"),
        ] {
            assert_eq!(relative(written).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for (written, expected) in [
            ("/etc/passwd", "absolute"),
            ("%2fetc/passwd", "absolute"),
            ("", "empty"),
            ("a//b", "empty"),
            ("a/", "empty"),
            ("..", "leads out"),
            ("a/../../b", "leads out"),
            ("a/%2e%2e/%2E%2E/b", "leads out"),
            ("..%2fb", "leads out"),
            ("a/./b", "leads out"),
            ("..\\b", "drive"),
            ("C:/b", "drive"),
            ("a/c:", "drive"),
            ("a/b.ts:stream", "drive"),
            ("a%5cb", "drive"),
            ("\\\\host\\share", "drive"),
            ("a%00b", "control"),
            ("a\nb", "control"),
            ("a\u{1b}[2J", "control"),
            ("a%FF", "UTF-8"),
            ("a./b", "dot or a space"),
            ("a /b", "dot or a space"),
            ("...", "dot or a space"),
            ("nul", "device"),
            ("a/NUL.txt", "device"),
            ("aux.c/b", "device"),
            ("Com1", "device"),
            ("lpt9.ts", "device"),
            ("com¹.ts", "device"),
            ("CON .ts", "device"),
            ("conin$", "device"),
        ] {
            let problem = relative(written).unwrap_err();
            assert!(problem.contains(expected), "{written}: {problem}");
        }
        assert!(relative(&"a".repeat(255)).is_ok());
        assert!(relative(&"a".repeat(256)).is_err());
    }
}
