//! JSON pointers.

use serde_json::Value;

/// A place in a document, for messages and as a limit of the depth.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place<'p> {
    parent: Option<&'p Place<'p>>,
    segment: &'p str,
    /// Whether the segment is a pointer itself, so that its slashes separate.
    is_pointer: bool,
    pub(super) depth: usize,
}

impl<'p> Place<'p> {
    pub(super) fn below(&'p self, segment: &'p str) -> Self {
        Self { parent: Some(self), segment, is_pointer: false, depth: self.depth + 1 }
    }

    /// The place that a reference leads to.
    pub(super) fn of_reference(reference: &'p str) -> Self {
        let segment = reference.trim_start_matches('#').trim_end_matches('/');
        Self { segment, is_pointer: true, ..Self::default() }
    }

    pub(super) fn pointer(&self) -> String {
        match self.parent {
            None if self.is_pointer => self.segment.to_owned(),
            Some(parent) => {
                format!("{}/{}", parent.pointer(), self.segment.replace('~', "~0").replace('/', "~1"))
            }
            None => String::new(),
        }
    }
}

/// The value that a reference such as `#/definitions/Tag` leads to. A reference that percent-encodes is decoded as far
/// as ASCII goes; AWS's generators write `<` and `>` so.
pub(super) fn resolve<'d>(document: &'d Value, reference: &str) -> Option<&'d Value> {
    match reference.strip_prefix('#')? {
        // Strictly, `#/` is the property with an empty name; whoever writes it means the whole document.
        "" | "/" => Some(document),
        pointer => document.pointer(&decode(pointer)),
    }
}

/// The key of a definition: what follows `#/definitions/`, the whole pointer, or `#` for the document itself.
pub(super) fn definition_key(reference: &str) -> &str {
    if matches!(reference, "#" | "#/") {
        return "#";
    }
    let pointer = reference.trim_start_matches("#/");
    pointer.strip_prefix("definitions/").unwrap_or(pointer)
}

fn decode(pointer: &str) -> String {
    let mut out = String::with_capacity(pointer.len());
    let mut rest = pointer;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = code.filter(u8::is_ascii) {
            out.push(char::from(byte));
            rest = &rest[at + 3..];
        } else {
            out.push('%');
            rest = &rest[at + 1..];
        }
    }
    out.push_str(rest);
    out
}

/// The path of a property from its pointer, `/properties/Tags/*/Key` becomes `Tags`, `*`, `Key`. `items` and nested
/// `properties`, which some schemas write in between, are left out.
pub(super) fn property_path(pointer: &str) -> Option<Vec<String>> {
    let rest = pointer.strip_prefix("/properties/")?;
    let mut path = Vec::new();
    let mut segments = rest.split('/').peekable();
    while let Some(segment) = segments.next() {
        match segment {
            "properties" if segments.peek().is_some() => {}
            "items" if !path.is_empty() => path.push("*".to_owned()),
            _ => path.push(segment.replace("~1", "/").replace("~0", "~")),
        }
    }
    (!path.is_empty()).then_some(path)
}
