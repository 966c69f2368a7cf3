//! The files of a new project.
//!
//! Where they go and whether they may be written is for the command to say.

use super::render::text;

const CONFIG: &str = include_str!("../../templates/_init/config.toml");
const GITIGNORE: &str = include_str!("../../templates/_init/gitignore");

/// What `fx init` writes: paths below the project's directory, and their text.
pub(crate) fn init_files(project_name: &str) -> Vec<(&'static str, String)> {
    let name = toml_edit::Value::from(project_name).to_string();
    let config = text(CONFIG).replace("\"{{project}}\"", &name);
    vec![
        ("supabase/config.toml", config),
        ("supabase/.gitignore", text(GITIGNORE)),
    ]
}

#[cfg(test)]
mod tests {
    use toml_edit::DocumentMut;

    use super::*;
    use crate::scaffold::{Declaration, declare};

    #[test]
    fn only_three_keys_are_active() {
        for name in ["shop", "it's \"quoted\"\\", "ü\n"] {
            let config = init_files(name).remove(0).1;
            let document: DocumentMut = config.parse().unwrap();
            assert_eq!(document["project_id"].as_str(), Some(name));
            assert_eq!(document["api"]["port"].as_integer(), Some(54321));
            assert_eq!(
                document["edge_runtime"]["policy"].as_str(),
                Some("per_worker")
            );
            assert_eq!(document.len(), 3);
            assert_eq!(document["edge_runtime"].as_table().unwrap().len(), 1);
        }
    }

    #[test]
    fn examples_are_valid_once_uncommented() {
        let config = init_files("shop").remove(0).1;
        let uncommented: String = config
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(code) if code.starts_with('[') || code.contains(" = ") => code,
                _ => line,
            })
            .flat_map(|line| [line, "\n"])
            .collect();
        let document: DocumentMut = uncommented.parse().unwrap();
        assert_eq!(document["auth"].as_table().unwrap().len(), 6);
        let edge_runtime = document["edge_runtime"].as_table().unwrap();
        assert_eq!(edge_runtime["secrets"].as_table().unwrap().len(), 1);
        assert_eq!(edge_runtime["limits"].as_table().unwrap().len(), 5);
        assert_eq!(document["functions"]["hello"].as_table().unwrap().len(), 5);
    }

    #[test]
    fn a_function_can_be_declared_in_it() {
        let config = init_files("shop").remove(0).1;
        let slug = "hello".parse().unwrap();
        let declared = declare(&config, &slug, &Declaration::of_new(&slug, true)).unwrap();
        assert!(declared.unwrap().starts_with(&config));
    }
}
