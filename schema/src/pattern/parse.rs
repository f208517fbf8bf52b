//! From the text of a pattern to its syntax tree.

use super::Untranslatable;
use super::ast::{Ast, Look};
use super::class::Class;
use super::escape::{control, property, shorthand};

/// Groups within groups, so that the recursion has an end.
const DEPTH: usize = 60;

pub(super) fn parse(pattern: &str) -> Result<Ast, Untranslatable> {
    let mut parser = Parser { chars: pattern.chars().collect(), at: 0, depth: 0 };
    let ast = parser.alternation()?;
    match parser.peek() {
        None => Ok(ast),
        Some(_) => Err(Untranslatable::Invalid("a closing parenthesis without an opening one")),
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = text.chars().enumerate().all(|(index, c)| self.chars.get(self.at + index) == Some(&c));
        if found {
            self.at += text.chars().count();
        }
        found
    }

    fn alternation(&mut self) -> Result<Ast, Untranslatable> {
        let mut branches = vec![self.concat()?];
        while self.eat("|") {
            branches.push(self.concat()?);
        }
        Ok(match branches.pop() {
            Some(only) if branches.is_empty() => only,
            last => {
                branches.extend(last);
                Ast::Alternation(branches)
            }
        })
    }

    fn concat(&mut self) -> Result<Ast, Untranslatable> {
        let mut parts = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let atom = self.atom()?;
            parts.push(self.quantified(atom)?);
        }
        Ok(Ast::Concat(parts))
    }

    fn atom(&mut self) -> Result<Ast, Untranslatable> {
        Ok(match self.next() {
            Some('.') => Ast::Any,
            Some('^') => Ast::Start,
            Some('$') => Ast::End,
            Some('[') => Ast::Class(self.class()?),
            Some('(') => self.group()?,
            Some('\\') => self.escape()?,
            Some('*' | '+' | '?') => return Err(Untranslatable::Invalid("a repetition of nothing")),
            Some(c) => Ast::Class(Class::character(u32::from(c))),
            None => return Err(Untranslatable::Invalid("it ends too early")),
        })
    }

    fn group(&mut self) -> Result<Ast, Untranslatable> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Untranslatable::TooLarge);
        }
        let look = self.group_kind()?;
        if let Some(GroupKind::IgnoreCase | GroupKind::DotAll) = look {
            self.depth -= 1;
            // `.` matches line ends anyway.
            let is_dot_all = matches!(look, Some(GroupKind::DotAll));
            return Ok(if is_dot_all { Ast::Concat(Vec::new()) } else { Ast::IgnoreCase });
        }
        let inner = Box::new(self.alternation()?);
        if !self.eat(")") {
            return Err(Untranslatable::Invalid("a group that is not closed"));
        }
        self.depth -= 1;
        Ok(match look {
            Some(GroupKind::Look(look)) => Ast::Look(look, inner),
            _ => Ast::Group(inner),
        })
    }

    /// What `(?` begins.
    fn group_kind(&mut self) -> Result<Option<GroupKind>, Untranslatable> {
        if !self.eat("?") {
            return Ok(None);
        }
        let kinds =
            [("=", Look::Ahead), ("!", Look::NotAhead), ("<=", Look::Behind), ("<!", Look::NotBehind)];
        if let Some((_, look)) = kinds.iter().find(|(text, _)| self.eat(text)) {
            return Ok(Some(GroupKind::Look(*look)));
        }
        if self.eat("i)") {
            return Ok(Some(GroupKind::IgnoreCase));
        }
        if self.eat("s)") {
            return Ok(Some(GroupKind::DotAll));
        }
        if self.eat(":") {
            return Ok(None);
        }
        if self.eat("P<") || self.eat("<") {
            while self.next().is_some_and(|c| c != '>') {}
            return Ok(None);
        }
        Err(Untranslatable::Unsupported("a group with flags"))
    }

    fn quantified(&mut self, atom: Ast) -> Result<Ast, Untranslatable> {
        let (least, most) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                let Some(counts) = self.counts()? else { return Ok(atom) };
                counts
            }
            _ => return Ok(atom),
        };
        self.at += 1;
        if self.eat("+") {
            return Err(Untranslatable::Unsupported("a possessive repetition"));
        }
        // Lazy or not makes no difference to whether something matches.
        self.eat("?");
        if matches!(atom, Ast::IgnoreCase) {
            return Err(Untranslatable::Invalid("a repetition of nothing"));
        }
        // A condition that is repeated is a condition, or none if it may be absent.
        if matches!(atom, Ast::Look(..) | Ast::Start | Ast::End | Ast::Boundary(_)) {
            return Ok(if least == 0 { Ast::Concat(Vec::new()) } else { atom });
        }
        Ok(Ast::Repeat(Box::new(atom), least, most))
    }

    /// The counts in braces, with the cursor at the closing one; `None` if the brace is an ordinary character.
    fn counts(&mut self) -> Result<Option<(u32, Option<u32>)>, Untranslatable> {
        let rest: String = self.chars[self.at + 1..].iter().take_while(|c| **c != '}').collect();
        let closed = self.chars.get(self.at + 1 + rest.chars().count()) == Some(&'}');
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (least, most) = match rest.split_once(',') {
            None if digits(&rest) => (rest.as_str(), Some(rest.as_str())),
            Some((least, "")) if digits(least) => (least, None),
            Some((least, most)) if (least.is_empty() || digits(least)) && digits(most) => (least, Some(most)),
            _ => return Ok(None),
        };
        if !closed {
            return Ok(None);
        }
        // A count beyond the limit has the same effect as one just beyond it.
        let count = |text: &str| if text.is_empty() { 0 } else { text.parse().unwrap_or(u32::MAX) };
        let (least, most) = (count(least), most.map(count));
        if most.is_some_and(|most| most < least) {
            return Err(Untranslatable::Invalid("a repetition whose counts are out of order"));
        }
        self.at += 1 + rest.chars().count();
        Ok(Some((least, most)))
    }

    fn escape(&mut self) -> Result<Ast, Untranslatable> {
        let letter = self.next().ok_or(Untranslatable::Invalid("it ends with a backslash"))?;
        Ok(match letter {
            'b' => Ast::Boundary(true),
            'B' => Ast::Boundary(false),
            'A' => Ast::Start,
            // `\Z` also matches before a line end at the end.
            'Z' => {
                let line_end = Box::new(Ast::Class(Class::character(0x0a)));
                Ast::Concat(vec![Ast::Repeat(line_end, 0, Some(1)), Ast::End])
            }
            'z' => Ast::End,
            '1'..='9' => return Err(Untranslatable::Unsupported("a reference to a group")),
            'k' | 'Q' | 'E' | 'G' | 'R' | 'X' | 'h' | 'H' | 'N' => {
                return Err(Untranslatable::Unsupported("an escape that is not the same everywhere"));
            }
            _ => Ast::Class(self.class_escape(letter)?),
        })
    }

    /// An escape that stands for a set of characters, in a class or outside.
    fn class_escape(&mut self, letter: char) -> Result<Class, Untranslatable> {
        if let Some(class) = shorthand(letter) {
            return Ok(class);
        }
        if matches!(letter, 'p' | 'P') {
            let name: String = if self.eat("{") {
                let name: String = self.chars[self.at..].iter().take_while(|c| **c != '}').collect();
                self.at += name.chars().count() + 1;
                name
            } else {
                self.next().into_iter().collect()
            };
            let class = property(&name)?;
            return Ok(if letter == 'P' { class.negate() } else { class });
        }
        Ok(Class::character(self.character_escape(letter)?))
    }

    /// An escape that stands for one character.
    fn character_escape(&mut self, letter: char) -> Result<u32, Untranslatable> {
        if let Some(c) = control(letter) {
            return Ok(c);
        }
        match letter {
            'x' => self.hexadecimal(2),
            'c' => {
                let c = self.next().ok_or(Untranslatable::Invalid("it ends within an escape"))?;
                Ok(u32::from(c) % 32)
            }
            'u' if self.eat("{") => {
                let digits: String = self.chars[self.at..].iter().take_while(|c| **c != '}').collect();
                self.at += digits.chars().count() + 1;
                u32::from_str_radix(&digits, 16)
                    .map_err(|_| Untranslatable::Invalid("an escape of a character"))
            }
            'u' => {
                let unit = self.hexadecimal(4)?;
                if (0xd800..0xdc00).contains(&unit) && self.eat("\\u") {
                    let second = self.hexadecimal(4)?;
                    if (0xdc00..0xe000).contains(&second) {
                        return Ok(0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00));
                    }
                    self.at -= 6;
                }
                Ok(unit)
            }
            c => Ok(u32::from(c)),
        }
    }

    fn hexadecimal(&mut self, digits: usize) -> Result<u32, Untranslatable> {
        let text: String = self.chars[self.at..].iter().take(digits).collect();
        self.at += text.chars().count();
        let valid = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = u32::from_str_radix(&text, 16).ok().filter(|_| valid);
        value.ok_or(Untranslatable::Invalid("an escape of a character"))
    }

    /// A class, after its opening bracket.
    fn class(&mut self) -> Result<Class, Untranslatable> {
        let negated = self.eat("^");
        let mut class = Class::default();
        loop {
            let c = self.next().ok_or(Untranslatable::Invalid("a class that is not closed"))?;
            if c == ']' {
                break;
            }
            // Nested classes and intersections in Java, ordinary characters in ECMAScript.
            if (c == '&' && self.peek() == Some('&')) || (c == '[' && self.peek() == Some(':')) {
                return Err(Untranslatable::Unsupported("a class that is not the same everywhere"));
            }
            let from = self.class_atom(c)?;
            let is_range = self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|c| *c != ']');
            let Some(start) = from.single().filter(|_| is_range) else {
                class.add(&from);
                continue;
            };
            self.at += 1;
            let c = self.next().ok_or(Untranslatable::Invalid("a class that is not closed"))?;
            let to = self.class_atom(c)?;
            match to.single() {
                Some(end) if end >= start => class.add(&Class::exact(&[(start, end)])),
                Some(_) => return Err(Untranslatable::Invalid("a range that is out of order")),
                // `[a-\d]`: the hyphen is itself.
                None => [from, Class::character(0x2d), to].iter().for_each(|part| class.add(part)),
            }
        }
        Ok(if negated { class.negate() } else { class })
    }

    fn class_atom(&mut self, c: char) -> Result<Class, Untranslatable> {
        if c != '\\' {
            return Ok(Class::character(u32::from(c)));
        }
        match self.next().ok_or(Untranslatable::Invalid("it ends with a backslash"))? {
            'b' => Ok(Class::character(0x08)),
            letter => self.class_escape(letter),
        }
    }
}

/// What a group is, if it is not an ordinary one.
enum GroupKind {
    Look(Look),
    /// `(?i)`, which is not a group.
    IgnoreCase,
    /// `(?s)`, which is not a group.
    DotAll,
}
