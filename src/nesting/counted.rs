//! [`Counted`]: the tokens of a source, which end when the parser that asks for them has gone too deep.
//!
//! How much stack the parser has used says how deep it is in what it recurses into. It makes trees of chains such as
//! `a + b + c` and `a.b.c` without; those are bounded by counting: no chain is longer than the operators and brackets
//! since the last separator, for each bracket that is open. So it does of `else if`, over any number of statements: the
//! `else`s of a block all count.
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
    /// How long the chain is that may go on behind it.
    chain: usize,
    /// From where chains were counted around it.
    base: usize,
}

/// What the token before says of whether an expression may end there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A brace that closes: whatever word follows is no part of the same expression, unless it is an operator.
    Brace,
    /// The end of an operand: the same is true of a word on another line.
    Operand,
    /// Anything else, including words that may be operators.
    Other,
}

impl Before {
    fn of(token: &Token) -> Self {
        match token {
            Token::RBrace => Self::Brace,
            Token::RParen
            | Token::RBracket
            | Token::BackQuote
            | Token::Str { .. }
            | Token::Num { .. }
            | Token::BigInt { .. }
            | Token::Word(Word::Null | Word::True | Word::False)
            | Token::Word(Word::Keyword(Keyword::This))
            | Token::Word(Word::Ident(IdentLike::Other(_))) => Self::Operand,
            Token::Word(Word::Ident(IdentLike::Known(known))) if is_type(known) => Self::Operand,
            _ => Self::Other,
        }
    }
}

/// Whether it names a type and is never an operator. (`void` is one.)
fn is_type(known: &KnownIdent) -> bool {
    matches!(
        known,
        KnownIdent::Any
            | KnownIdent::Bigint
            | KnownIdent::Boolean
            | KnownIdent::Never
            | KnownIdent::Number
            | KnownIdent::Object
            | KnownIdent::String
            | KnownIdent::Symbol
            | KnownIdent::Undefined
            | KnownIdent::Unknown
    )
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
    /// From where the next chain counts.
    base: usize,
    before: Before,
}

impl<'a> Counted<'a> {
    pub(super) fn new(inner: Lexer<'a>, counts: &Counts) -> Self {
        Self {
            inner,
            counts: counts.clone(),
            open: None,
            chain: 0,
            base: 0,
            before: Before::Other,
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
        let before = std::mem::replace(&mut self.before, Before::of(&token.token));
        match &token.token {
            Token::LParen | Token::LBracket => self.open(1),
            // Nothing that it closes can be followed by another one of the same chain.
            Token::LBrace | Token::DollarLBrace => self.open(0),
            Token::RParen | Token::RBracket | Token::RBrace => self.close(),
            Token::Semi | Token::Comma => self.chain = self.base,
            Token::Word(word) => {
                let may_begin = match before {
                    Before::Brace => true,
                    Before::Operand => token.had_line_break,
                    Before::Other => false,
                };
                self.follow_word(word, may_begin);
            }
            Token::Dot | Token::BinOp(_) | Token::QuestionMark | Token::BackQuote | Token::Bang => {
                self.chain += 1;
            }
            _ => {}
        }
    }

    /// Opens a bracket, which makes the chain that it is part of longer by `links`.
    fn open(&mut self, links: usize) {
        let mut brackets = self.counts.brackets.borrow_mut();
        brackets.push(Bracket {
            outer: self.open,
            chain: self.chain + links,
            base: self.base,
        });
        self.open = Some(brackets.len() - 1);
        self.chain += 1;
        self.base = self.chain;
    }

    fn close(&mut self) {
        let brackets = self.counts.brackets.borrow();
        if let Some(closed) = self.open.map(|index| brackets[index]) {
            self.open = closed.outer;
            self.chain = closed.chain;
            self.base = closed.base;
        }
    }

    fn follow_word(&mut self, word: &Word, may_begin: bool) {
        match word {
            Word::Keyword(Keyword::Else) => {
                self.base += 1;
                self.chain += 1;
            }
            Word::Keyword(Keyword::In | Keyword::InstanceOf)
            | Word::Ident(IdentLike::Known(KnownIdent::As | KnownIdent::Satisfies)) => {
                self.chain += 1;
            }
            Word::Keyword(Keyword::Extends)
            | Word::Ident(IdentLike::Known(KnownIdent::Implements)) => {}
            _ if may_begin => self.chain = self.base,
            _ => {}
        }
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
