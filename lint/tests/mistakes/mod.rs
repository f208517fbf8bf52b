//! Mistakes that people make in templates, and where each can be made.

mod described;
mod language;
mod properties;
mod values;

use cfn_ast::syntax::Format;
use cfn_ast::{Node, Template, TextRange};

/// A mistake: the text in a range becomes another one, and the line on which it has to be found.
pub(crate) struct Mistake {
    pub(crate) range: TextRange,
    pub(crate) text: String,
    /// Counted from 0, in the text with the mistake.
    pub(crate) line: u32,
}

/// Finds the places where one kind of mistake can be made.
pub(crate) type Kind = fn(&Template<'_>) -> Vec<Mistake>;

/// The kinds with the share of mistakes in a hundred that has to be found on the right line.
pub(crate) const KINDS: [(&str, Kind, usize); 33] = [
    ("reference renamed", language::renamed_reference, 95),
    ("variable renamed", language::renamed_variable, 95),
    ("condition renamed", language::renamed_condition, 95),
    ("attribute of a resource misspelt", language::misspelt_resource_attribute, 98),
    ("function misspelt", language::misspelt_function, 95),
    ("key dropped", language::dropped_key, 98),
    ("value dropped", language::dropped_value, 98),
    ("argument dropped", language::dropped_argument, 90),
    ("cycle", language::cycle, 95),
    ("cycle of conditions", language::cycle_of_conditions, 95),
    // Those in the collection of a loop are not found, and loops are frequent among the fixtures.
    ("argument of another type", language::argument_of_another_type, 88),
    ("attribute misspelt", language::misspelt_attribute, 98),
    ("section misspelt", language::misspelt_section, 98),
    ("logical ID of a parameter", language::duplicate_logical_id, 98),
    ("logical ID too long", language::long_logical_id, 98),
    ("logical ID with other characters", language::invalid_logical_id, 98),
    ("value of another kind", language::value_of_another_kind, 98),
    ("key twice", language::key_twice, 98),
    ("type misspelt", properties::misspelt_type, 98),
    ("property misspelt", properties::misspelt_property, 98),
    ("required property removed", properties::removed_property, 98),
    ("read-only property set", properties::read_only_property, 98),
    ("value not listed", values::misspelt_value, 98),
    ("word for a number", values::word_for_number, 98),
    ("word for a boolean", values::word_for_boolean, 98),
    ("scalar for a list", values::scalar_for_list, 98),
    ("list for a scalar", values::list_for_scalar, 98),
    ("mapping for a string", values::mapping_for_string, 98),
    ("number out of range", values::number_out_of_range, 98),
    ("string too long", values::long_string, 98),
    ("string that does not match", values::malformed_string, 98),
    ("item repeated", values::repeated_item, 98),
    ("reference for an attribute", values::reference_for_attribute, 98),
];

fn line(node: Node<'_>) -> u32 {
    node.tree().source().line_index(node.range().start())
}

/// The mistake of another text in the place of a scalar's.
fn rewritten(node: Node<'_>, text: impl Into<String>, line: u32) -> Option<Mistake> {
    Some(Mistake { range: node.verbatim_text_range()?, text: text.into(), line })
}

/// The mistake of another entry before that of a key, to be found where it is.
fn inserted(key: Node<'_>, name: &str, value: &str) -> Mistake {
    let text = match key.tree().format() {
        Format::Json => format!("\"{name}\": \"{value}\", "),
        Format::Yaml if key.in_flow() => format!("{name}: {value}, "),
        Format::Yaml => {
            let column = key.range().start() - key.tree().source().line_range(line(key)).start();
            format!("{name}: {value}\n{}", " ".repeat(column as usize))
        }
    };
    Mistake { range: TextRange::empty(key.range().start()), text, line: line(key) }
}

/// A name with two letters that changed places, or without one of two equal ones.
fn with_a_typo(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() < 4 {
        return format!("{name}x");
    }
    let place = letters.len() / 2;
    if letters[place] == letters[place - 1] {
        letters.remove(place);
    } else {
        letters.swap(place - 1, place);
    }
    letters.into_iter().collect()
}
