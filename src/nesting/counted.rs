//! [`Counted`]: the tokens of a source, which end when the parser that asks for them has gone too deep.
//!
//! How much stack the parser has used says how deep it is in what it recurses into. It makes trees of chains such as
//! `a + b + c` and `a.b.c` without; those are bounded by counting: no chain is longer than the operators and brackets
//! since the last separator, for each bracket that is open.
//!
//! Where TypeScript is ambiguous, the parser tries one meaning after the other, each time for everything inside. Tokens
//! end, too, when they have been read more often than a source of that length asks for.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use deno_ast::swc::{
    ast::EsVersion,
    common::{BytePos, Span},
    lexer::{
        Lexer, SyntaxFlags, TokenContexts,
        common::{context::Context, input::Tokens},
        error::Error,
        lexer::TokenFlags,
        token::{IdentLike, Keyword, KnownIdent, Token, TokenAndSpan, Word},
    },
};

/// What was counted. The parser clones its tokens wherever it may have to go back; they all count here.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    max_stack: usize,
    max_chain: usize,
    max_reads: usize,
    /// Where the stack begins.
    base: usize,
    /// The token that they end with.
    exceeded: Rc<Cell<Option<Span>>>,
    longest: Rc<Cell<usize>>,
    reads: Rc<Cell<usize>>,
    brackets: Rc<RefCell<Vec<Bracket>>>,
}

/// A bracket that was opened.
#[derive(Debug, Clone, Copy)]
struct Bracket {
    /// The one around it.
    outer: Option<usize>,
    /// How long the chain was.
    chain: usize,
}

impl Counts {
    /// Nothing yet, in the frame that calls the parser.
    pub(super) fn new(max_stack: usize, max_chain: usize, max_reads: usize) -> Self {
        Self {
            max_stack,
            max_chain,
            max_reads,
            base: stack_address(),
            exceeded: Rc::default(),
            longest: Rc::default(),
            reads: Rc::default(),
            brackets: Rc::default(),
        }
    }

    /// Where the tokens ended because it went too deep.
    pub(super) fn exceeded(&self) -> Option<BytePos> {
        self.exceeded.get().map(|span| span.lo)
    }

    /// The bound of the longest chain.
    pub(super) fn longest(&self) -> usize {
        self.longest.get()
    }
}

/// About where the stack is.
#[inline(never)]
fn stack_address() -> usize {
    let marker = 0_u8;
    std::ptr::from_ref(&marker).addr()
}

/// The tokens of a source.
#[derive(Clone)]
pub(super) struct Counted<'a> {
    inner: Lexer<'a>,
    counts: Counts,
    /// The innermost bracket that is open.
    open: Option<usize>,
    /// How long the chain is that the next token may continue, what is around the open brackets included.
    chain: usize,
    /// Whether the chain ends here unless `else` follows.
    is_ending: bool,
    /// Whether the next word names a member, or follows `else`.
    is_inside: bool,
}

impl<'a> Counted<'a> {
    pub(super) fn new(inner: Lexer<'a>, counts: &Counts) -> Self {
        Self {
            inner,
            counts: counts.clone(),
            open: None,
            chain: 0,
            is_ending: false,
            is_inside: false,
        }
    }

    fn count(&mut self, token: &TokenAndSpan) {
        self.follow(token);
        let counts = &self.counts;
        counts.longest.set(counts.longest.get().max(self.chain));
        counts.reads.set(counts.reads.get() + 1);
        let used = counts.base.abs_diff(stack_address());
        let is_too_deep = used > counts.max_stack || self.chain > counts.max_chain;
        if is_too_deep || counts.reads.get() > counts.max_reads {
            counts.exceeded.set(Some(token.span));
        }
    }

    fn follow(&mut self, token: &TokenAndSpan) {
        let is_inside = std::mem::take(&mut self.is_inside);
        let is_else = matches!(token.token, Token::Word(Word::Keyword(Keyword::Else)));
        if std::mem::take(&mut self.is_ending) && !is_else {
            self.end_chain();
        }
        match &token.token {
            Token::LParen | Token::LBracket | Token::LBrace | Token::DollarLBrace => {
                self.chain += 1;
                let mut brackets = self.counts.brackets.borrow_mut();
                brackets.push(Bracket {
                    outer: self.open,
                    chain: self.chain,
                });
                self.open = Some(brackets.len() - 1);
            }
            Token::RParen | Token::RBracket | Token::RBrace => {
                let brackets = self.counts.brackets.borrow();
                if let Some(closed) = self.open.map(|index| brackets[index]) {
                    self.open = closed.outer;
                    self.chain = closed.chain;
                }
            }
            Token::Semi => self.is_ending = true,
            Token::Comma => self.end_chain(),
            Token::Word(word) => self.follow_word(word, token.had_line_break && !is_inside),
            Token::Dot => {
                self.chain += 1;
                self.is_inside = true;
            }
            Token::BinOp(_) | Token::QuestionMark | Token::BackQuote | Token::Bang => {
                self.chain += 1;
            }
            _ => {}
        }
    }

    fn follow_word(&mut self, word: &Word, may_begin: bool) {
        match word {
            Word::Keyword(Keyword::Else) => {
                self.chain += 1;
                self.is_inside = true;
            }
            // They begin statements, also where no semicolon ends the one before.
            Word::Keyword(
                Keyword::Var
                | Keyword::Return
                | Keyword::Throw
                | Keyword::Export
                | Keyword::If
                | Keyword::For
                | Keyword::While
                | Keyword::Try
                | Keyword::Switch
                | Keyword::Case,
            ) if may_begin => self.end_chain(),
            Word::Ident(IdentLike::Known(KnownIdent::As | KnownIdent::Satisfies)) => {
                self.chain += 1;
            }
            _ => {}
        }
    }

    fn end_chain(&mut self) {
        let brackets = self.counts.brackets.borrow();
        self.chain = self.open.map_or(0, |index| brackets[index].chain);
    }
}

impl Iterator for Counted<'_> {
    type Item = TokenAndSpan;

    fn next(&mut self) -> Option<TokenAndSpan> {
        // Without a place of its own, the end would lie before what the parser has begun.
        if let Some(last) = self.counts.exceeded.get() {
            let span = Span::new(last.hi, last.hi);
            return Some(TokenAndSpan {
                token: Token::Eof,
                had_line_break: true,
                span,
            });
        }
        let token = self.inner.next()?;
        self.count(&token);
        Some(token)
    }
}

/// Hands everything on.
impl Tokens<TokenAndSpan> for Counted<'_> {
    type Checkpoint = Self;

    fn set_ctx(&mut self, context: Context) {
        self.inner.set_ctx(context);
    }

    fn ctx(&self) -> Context {
        self.inner.ctx()
    }

    fn ctx_mut(&mut self) -> &mut Context {
        self.inner.ctx_mut()
    }

    fn syntax(&self) -> SyntaxFlags {
        self.inner.syntax()
    }

    fn target(&self) -> EsVersion {
        self.inner.target()
    }

    fn checkpoint_save(&self) -> Self {
        self.clone()
    }

    fn checkpoint_load(&mut self, checkpoint: Self) {
        *self = checkpoint;
    }

    fn start_pos(&self) -> BytePos {
        Tokens::start_pos(&self.inner)
    }

    fn set_expr_allowed(&mut self, allow: bool) {
        self.inner.set_expr_allowed(allow);
    }

    fn set_next_regexp(&mut self, start: Option<BytePos>) {
        self.inner.set_next_regexp(start);
    }

    fn token_context(&self) -> &TokenContexts {
        self.inner.token_context()
    }

    fn token_context_mut(&mut self) -> &mut TokenContexts {
        self.inner.token_context_mut()
    }

    fn set_token_context(&mut self, contexts: TokenContexts) {
        self.inner.set_token_context(contexts);
    }

    fn add_error(&mut self, error: Error) {
        self.inner.add_error(error);
    }

    fn add_module_mode_error(&mut self, error: Error) {
        self.inner.add_module_mode_error(error);
    }

    fn end_pos(&self) -> BytePos {
        self.inner.end_pos()
    }

    fn take_errors(&mut self) -> Vec<Error> {
        self.inner.take_errors()
    }

    fn take_script_module_errors(&mut self) -> Vec<Error> {
        self.inner.take_script_module_errors()
    }

    fn update_token_flags(&mut self, update: impl FnOnce(&mut TokenFlags)) {
        self.inner.update_token_flags(update);
    }

    fn token_flags(&self) -> TokenFlags {
        self.inner.token_flags()
    }
}
