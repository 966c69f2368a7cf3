//! [`Shallow`]: whether source is nested so deeply that whatever parses it would run out of stack, which ends a process.
//!
//! Parsers recurse, and so does everything that walks, prints or drops what they made. Source is therefore parsed once
//! beforehand, by a parser whose tokens are counted (`counted`) and end when it has gone too deep. The limits are below
//! those of the engine, which has 2 MB of stack for its own parser: what passes here does not end the engine either.
//! Whoever parses does so on a thread with [`STACK_SIZE`].

use std::{
    collections::HashSet,
    io,
    sync::{Mutex, PoisonError},
    thread,
};

use deno_ast::{
    ES_VERSION, MediaType, ModuleSpecifier, ParseDiagnostic, SourcePos, SourceTextInfo,
    StartSourcePos, get_syntax,
    swc::{
        ast::{Expr, JSXElement, JSXObject, Program, Stmt, TsEntityName, TsType},
        common::{BytePos, Spanned as _, input::StringInput},
        ecma_visit::{Visit, VisitWith as _},
        lexer::{Lexer, Parser},
    },
};
use sha2::{Digest as _, Sha256};

use self::counted::{Counted, Counts};

mod counted;

/// The stack of threads that parse. Frames are many times as large in a build that is not optimised.
pub(crate) const STACK_SIZE: usize = if cfg!(debug_assertions) { 64 } else { 32 } << 20;
/// How much of it the parser may use. The sources of npm's packages use a quarter, few more than a tenth.
const MAX_STACK: usize = if cfg!(debug_assertions) {
    12 << 20
} else {
    3 << 19
};
/// How long chains such as `a + b + c` and `a.b.c` may be, which the parser makes trees of without going deeper.
const MAX_DEPTH: usize = 4000;
/// How many operators and brackets may make up one statement so that it is worth measuring.
const MAX_CHAIN: usize = 20_000;
/// How many tokens are read for each byte, and besides: parsers go back, and again in what they go back to.
const MAX_READS: usize = 16;
const MIN_READS: usize = 500_000;
/// Text with fewer tokens than this fits into the stack, whatever it is.
const FEW_TOKENS: usize = 3000;
/// How many characters of a `data:` URL an error shows.
const SHOWN_DATA: usize = 100;
/// How many texts are remembered.
const MAX_REMEMBERED: usize = 10_000;

/// Source that is nested too deeply.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum Refusal {
    /// It is nested too deeply.
    #[error("the code is nested too deeply to be parsed\n    at {specifier}:{line}:{column}")]
    TooDeep {
        /// The module.
        specifier: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// It has a mistake, which hides how deeply it is nested.
    #[error("the module's source code could not be parsed: {0}")]
    Syntax(Box<ParseDiagnostic>),
}

/// What [`Refusal::TooDeep`] says in every message it is part of.
pub(crate) const TOO_DEEP: &str = "nested too deeply to be parsed";

/// The sources that are known not to be nested too deeply.
#[derive(Debug, Default)]
pub(crate) struct Shallow(Mutex<HashSet<[u8; 32]>>);

impl Shallow {
    /// Looks at a source once.
    pub(crate) fn check(
        &self,
        specifier: &ModuleSpecifier,
        text: &str,
        media_type: MediaType,
    ) -> Result<(), Refusal> {
        let mut digest = Sha256::new();
        digest.update([
            u8::from(media_type.is_typed()),
            u8::from(media_type.is_jsx()),
        ]);
        let key = digest.chain_update(text).finalize().into();
        if self.known().contains(&key) {
            return Ok(());
        }
        check(specifier, text, media_type)?;
        let mut known = self.known();
        if known.len() >= MAX_REMEMBERED {
            known.clear();
        }
        known.insert(key);
        Ok(())
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashSet<[u8; 32]>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a source can be parsed on a thread with [`STACK_SIZE`]. It is itself called on one.
pub(crate) fn check(
    specifier: &ModuleSpecifier,
    text: &str,
    media_type: MediaType,
) -> Result<(), Refusal> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = StartSourcePos::START_SOURCE_POS;
    let input = StringInput::new(
        text,
        start.as_byte_pos(),
        (start + text.len()).as_byte_pos(),
    );
    let lexer = Lexer::new(get_syntax(media_type), ES_VERSION, input, None);
    let max_reads = MIN_READS + MAX_READS * text.len();
    let counts = Counts::new(MAX_STACK, MAX_CHAIN, max_reads);
    let mut parser = Parser::new_from(Counted::new(lexer, &counts));
    let parsed = parser.parse_program();
    drop(parser);
    let deepest = match (counts.exceeded(), &parsed) {
        (Some(position), _) => Some(position),
        (None, Ok(program)) if counts.longest() > MAX_DEPTH => Depth::of(program).exceeded,
        (None, _) => None,
    };
    if let Some(position) = deepest {
        let source = SourceTextInfo::new(text.into());
        let place = source.line_and_column_display(SourcePos::unsafely_from_byte_pos(position));
        return Err(Refusal::TooDeep {
            specifier: shown(specifier),
            line: place.line_number,
            column: place.column_number,
        });
    }
    match parsed {
        // Another parser may go on where this one stopped.
        Err(error) if has_many_tokens(text) => {
            let source = SourceTextInfo::new(text.into());
            let diagnostic = ParseDiagnostic::from_swc_error(error, specifier, source);
            Err(Refusal::Syntax(Box::new(diagnostic)))
        }
        _ => Ok(()),
    }
}

/// The specifier, of which a `data:` URL is as long as its source.
fn shown(specifier: &ModuleSpecifier) -> String {
    let text = specifier.as_str();
    match text.get(..SHOWN_DATA) {
        Some(start) if specifier.scheme() == "data" => format!("{start}…"),
        _ => text.to_owned(),
    }
}

/// Runs `job` on a thread with [`STACK_SIZE`].
pub(crate) fn with_stack<T: Send>(job: impl FnOnce() -> T + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(STACK_SIZE);
        let thread = builder.spawn_scoped(scope, job)?;
        let ended = thread.join();
        ended.map_err(|_| io::Error::other("a parser ended"))
    })
}

/// Counts words and all other characters, which are at least as many as the tokens.
fn has_many_tokens(text: &str) -> bool {
    let mut in_word = false;
    let tokens = text.bytes().filter(|byte| {
        let is_word = byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let begins = !(byte.is_ascii_whitespace() || is_word && in_word);
        in_word = is_word;
        begins
    });
    tokens.take(FEW_TOKENS).count() == FEW_TOKENS
}

/// How deep the tree of a program is.
#[derive(Default)]
struct Depth {
    now: usize,
    exceeded: Option<BytePos>,
}

impl Depth {
    fn of(program: &Program) -> Self {
        let mut depth = Self::default();
        program.visit_with(&mut depth);
        depth
    }

    fn within(&mut self, start: BytePos, visit: impl FnOnce(&mut Self)) {
        self.now += 1;
        if self.now > MAX_DEPTH {
            self.exceeded = self.exceeded.or(Some(start));
        } else {
            visit(self);
        }
        self.now -= 1;
    }
}

/// What can hold another one of its kind.
impl Visit for Depth {
    fn visit_expr(&mut self, node: &Expr) {
        self.within(node.span().lo, |depth| node.visit_children_with(depth));
    }

    fn visit_stmt(&mut self, node: &Stmt) {
        self.within(node.span().lo, |depth| node.visit_children_with(depth));
    }

    fn visit_ts_type(&mut self, node: &TsType) {
        self.within(node.span().lo, |depth| node.visit_children_with(depth));
    }

    fn visit_ts_entity_name(&mut self, node: &TsEntityName) {
        self.within(node.span().lo, |depth| node.visit_children_with(depth));
    }

    fn visit_jsx_element(&mut self, node: &JSXElement) {
        self.within(node.span.lo, |depth| node.visit_children_with(depth));
    }

    fn visit_jsx_object(&mut self, node: &JSXObject) {
        self.within(node.span().lo, |depth| node.visit_children_with(depth));
    }
}
