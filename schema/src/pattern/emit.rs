//! From the syntax tree to an expression of `regex-lite`.

use super::Untranslatable;
use std::fmt::Write as _;

use super::ast::Ast;

/// In which direction an expression may differ from the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Polarity {
    /// It may match more.
    Wide,
    /// It may match less: for what must not match.
    Narrow,
}

/// The expression, and whether it differs from the original.
pub(super) fn emit(ast: &Ast, polarity: Polarity, limit: u32) -> Result<(String, bool), Untranslatable> {
    let mut emitter = Emitter { out: String::new(), polarity, limit, differs: false };
    emitter.emit(ast)?;
    Ok((emitter.out, emitter.differs))
}

struct Emitter {
    out: String,
    polarity: Polarity,
    /// The largest count of a repetition that is kept.
    limit: u32,
    differs: bool,
}

impl Emitter {
    fn emit(&mut self, ast: &Ast) -> Result<(), Untranslatable> {
        match ast {
            Ast::Class(class) => self.class(class),
            // Values with several lines are common, and no author of a schema thought of them.
            Ast::Any if self.polarity == Polarity::Wide => self.out.push_str("(?s:.)"),
            Ast::Any => self.out.push_str("[^\\n\\r\\u{2028}\\u{2029}]"),
            Ast::Start => self.out.push('^'),
            Ast::End => self.out.push('$'),
            Ast::Boundary(true) => self.out.push_str("\\b"),
            Ast::Boundary(false) => self.out.push_str("\\B"),
            Ast::Group(inner) => {
                self.out.push_str("(?:");
                self.emit(inner)?;
                self.out.push(')');
            }
            // Without the condition more matches.
            Ast::Look(..) if self.polarity == Polarity::Wide => self.differs = true,
            Ast::Look(..) => return Err(Untranslatable::Unsupported("lookaround within lookaround")),
            Ast::Repeat(inner, least, most) => self.repeat(inner, *least, *most)?,
            Ast::Concat(parts) => {
                for part in parts {
                    self.emit(part)?;
                }
            }
            Ast::Alternation(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        self.out.push('|');
                    }
                    self.emit(part)?;
                }
            }
            Ast::IgnoreCase => self.out.push_str("(?i)"),
        }
        Ok(())
    }

    fn class(&mut self, class: &super::class::Class) {
        if let Some(c) = class.single().and_then(char::from_u32).filter(|c| *c == ' ' || c.is_ascii_graphic())
        {
            if !c.is_ascii_alphanumeric() && c != ' ' && c != '_' {
                self.out.push('\\');
            }
            self.out.push(c);
            return;
        }
        let (text, differs) = class.emit(self.polarity);
        self.out.push_str(&text);
        self.differs |= differs;
    }

    fn repeat(&mut self, inner: &Ast, least: u32, most: Option<u32>) -> Result<(), Untranslatable> {
        let is_large = least > self.limit || most.is_some_and(|most| most > self.limit);
        if is_large && self.polarity == Polarity::Narrow {
            return Err(Untranslatable::TooLarge);
        }
        self.differs |= is_large;
        let (least, most) = if is_large { (least.min(self.limit), None) } else { (least, most) };
        self.out.push_str("(?:");
        self.emit(inner)?;
        self.out.push(')');
        // A string can always be written to.
        let _ = match (least, most) {
            (0, None) => write!(self.out, "*"),
            (1, None) => write!(self.out, "+"),
            (0, Some(1)) => write!(self.out, "?"),
            (least, None) => write!(self.out, "{{{least},}}"),
            (least, Some(most)) => write!(self.out, "{{{least},{most}}}"),
        };
        Ok(())
    }
}
