//! Arguments that a function does not accept.

use std::net::IpAddr;

use cfn_ast::foreign;
use cfn_ast::model::{ArgumentList, EvaluatedPart, FunctionSet, Intrinsic, Kinds, ValueShape};
use cfn_ast::sub::{Malformed, SegmentKind, is_variable_name, segments};
use cfn_ast::{Edit, FunctionName};
use rustc_hash::FxHashSet;

use crate::cfn_lint::{id_of_argument, offset_of_value};
use crate::rules::kit::argument_mismatches::{
    ArgumentMismatch, ArgumentMismatchKind, argument_in, argument_mismatches, arguments, describe_literal,
    is_allowed, number,
};
use crate::rules::kit::missing_prefix::report_with_function;
use crate::rules::kit::notation;
use crate::rules::kit::prelude::*;
use crate::suggest::{did_you_mean, nearest};

declare_rule! {
    /// An intrinsic function with an argument that it does not accept.
    ///
    /// ## Why
    ///
    /// CloudFormation rejects the template. Each function accepts a fixed number of arguments, and each argument must be of
    /// a certain kind. A function that returns a string cannot be used as a list, nor one that returns a list as a string.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Zones:
    ///     Type: CommaDelimitedList
    /// Outputs:
    ///   Zones:
    ///     Value: !Join [",", [!Ref Zones]]
    /// ```
    ///
    /// `Zones` is already a list; write `!Join [",", !Ref Zones]`.
    ///
    /// ## Fix safety
    ///
    /// If the only key of a mapping is the name of a function without its `Fn::`, or in a different case, the fix writes the
    /// name correctly. That is safe, because a mapping is not allowed there. An empty (null) argument of `Fn::GetAZs`, which
    /// CloudFormation rejects, becomes the empty string, which means the region of the stack.
    "invalid-function-argument" {
        group: Functions,
        severity: Error,
        fix: Safe,
        default: true,
        cfn_lint: [
            "E1010", "E1011", "E1015", "E1016", "E1017", "E1018", "E1019", "E1020", "E1021", "E1022", "E1024",
            "E1028", "E1030", "E1031", "E1033", "E6101", "E8003", "E8004", "E8005", "E8006", "E8007", "E1005",
            "E1701",
        ],
        hooks: [Function(check)],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    if function.name == FunctionName::Transform
        || cx.template().has_custom_macro()
        || EvaluatedPart::of(function.node, cx.template()) == EvaluatedPart::None
        // `misplaced-function` reports a function that is not allowed here, and its arguments do not matter.
        || !is_allowed(function, cx.template())
    {
        return;
    }
    count(function, cx);
    for (argument, accepts) in arguments(function) {
        for mismatch in argument_mismatches(argument, accepts, cx.template()) {
            report(function, mismatch, cx);
        }
    }
    index(function, cx);
    block(function, cx);
    string(function, cx);
    variables(function, cx);
}

/// Reports a wrong number of arguments. For `And` and `Or`, `operand-count` does that.
fn count<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let argument = function.argument;
    let signature = function.name.signature();
    let Some(list) = &signature.list else { return };
    let inner = argument.function();
    let name = function.name.key();
    let message = if argument.is_sequence() && inner.is_none() {
        let count = argument.child_count();
        let is_operands = matches!(function.name, FunctionName::And | FunctionName::Or);
        // A transform among the arguments may return several of them.
        if (list.least..=list.most).contains(&count) || is_operands || argument.items().any(is_transform) {
            return;
        }
        format!("`{name}` accepts {}, not {count}", number_of(list))
    } else {
        // An alias or a transform may be a list.
        if signature.whole.is_some() || argument.is_alias() || is_transform(argument) {
            return;
        }
        let found = inner.map_or_else(
            || describe_literal(Kinds::of_literal(argument)).to_owned(),
            |inner| format!("`{}`", inner.name.key()),
        );
        format!("`{name}` must be a list of {}, not {found}", number_of(list))
    };
    let finding = cx.finding_at(argument, message).with_cfn_lint(id_of_argument(function, cx.template()));
    cx.report(finding.with_help(help_for_list(function.name, list)));
}

/// The arguments of a function in words, in their order.
fn help_for_list(function: FunctionName, list: &ArgumentList) -> String {
    match function {
        FunctionName::And | FunctionName::Or | FunctionName::Not => {
            return "write a list of conditions".to_owned();
        }
        FunctionName::Equals => return "write a list of the two values to compare".to_owned(),
        _ => {}
    }
    let names: Vec<_> =
        (0..list.most.min(list.least + 1)).map_while(|index| Some(list.at(index)?.what)).collect();
    let (required, optional) = names.split_at(list.least.min(names.len()));
    if required.windows(2).any(|pair| pair[0] == pair[1]) {
        return format!("write a list of {}", number_of(list));
    }
    let optional = optional.iter().map(|name| format!("optionally {name}"));
    let names: Vec<_> = required.iter().map(|name| (*name).to_owned()).chain(optional).collect();
    format!("the arguments are, in this order: {}", names.join(", "))
}

fn is_transform(node: Node<'_>) -> bool {
    node.function().is_some_and(|inner| inner.name == FunctionName::Transform)
}

/// Reports a string that does not have the syntax that the function requires.
fn string<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(text) = function.argument.text().filter(|_| function.argument.tag().is_none()) else { return };
    match function.name {
        FunctionName::GetAZs
            if function.argument.as_str().is_some_and(|text| !text.is_empty() && !has_region_form(text)) =>
        {
            let help = format!(
                "write a region such as `eu-west-1`, or `{}` for the region of the stack",
                notation::string(cx.tree(), "")
            );
            found_at(function, function.argument, format!("`{text}` is not a valid region"), &help, cx);
        }
        FunctionName::Sub if function.argument.as_str().is_none() => {
            let message =
                format!("the template string of `Fn::Sub` must be a string, not the unquoted `{text}`");
            found_at(function, function.node, message, "put it in quotes", cx);
        }
        FunctionName::GetAtt if function.view().is_err() => {
            let logical_id = text.trim_matches('.');
            let example = notation::get_att(cx.tree(), logical_id, "Arn");
            let message = format!("`Fn::GetAtt` requires a logical ID and an attribute, not `{text}`");
            let help = format!("write both, as in `{example}`");
            found_at(function, function.argument, message, &help, cx);
        }
        _ => {}
    }
}

/// Whether a string has the form of a region's name; AWS adds regions at any time.
fn has_region_form(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [words @ .., number] = parts.as_slice() else { return false };
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    words.len() >= 2 && words.iter().all(is_word) && number.parse::<u8>().is_ok()
}

/// Reports a literal block in `Fn::Cidr` that is not an address with a prefix length, as in `10.0.0.0/16`.
fn block<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Cidr { block, .. }) = function.view() else { return };
    // A brace belongs to a dynamic reference or to a variable of another tool.
    let Some(text) = block.as_str().filter(|text| block.tag().is_none() && !text.contains('{')) else {
        return;
    };
    let parts =
        text.split_once('/').map(|(address, length)| (address.parse::<IpAddr>(), length.parse::<u8>()));
    if !matches!(parts, Some((Ok(_), Ok(_)))) {
        let help = "write an address with a prefix length, such as `10.0.0.0/16`";
        found_at(function, block, format!("`{text}` is not a valid CIDR block"), help, cx);
    }
}

/// Reports an index after the last item of a literal list.
fn index<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Select { index, list }) = function.view() else { return };
    if !list.is_sequence() || list.function().is_some() || list.items().any(is_transform) {
        return;
    }
    let length = list.child_count();
    let chosen = number(index).and_then(|index| usize::try_from(index).ok());
    if let Some(chosen) = chosen.filter(|&chosen| chosen >= length) {
        let items = if length == 1 { "item" } else { "items" };
        let message = format!("index {chosen} is out of range for a list of {length} {items}");
        let help = match length.checked_sub(1) {
            Some(last) => format!("indexes start at 0; the last item has index {last}"),
            None => "the list is empty; add an item".to_owned(),
        };
        found_at(function, index, message, &help, cx);
    }
}

/// What to do about an argument that is not accepted.
fn help<'t>(function: Function<'t>, mismatch: &ArgumentMismatch<'t>, cx: &RuleContext<'_, 't>) -> String {
    match mismatch.kind {
        ArgumentMismatchKind::Literal(kinds) => help_for_literal(function, mismatch, kinds, cx),
        ArgumentMismatchKind::Result(_, kinds) => help_for_result(function, mismatch, kinds),
        ArgumentMismatchKind::OutOfRange(..) => "write a number within this range".to_owned(),
        ArgumentMismatchKind::MissingKey(key) => format!("add `{key}`"),
        ArgumentMismatchKind::UnknownKey(key) => {
            let (required, optional) = mismatch.accepts.keys.unwrap_or_default();
            let mapping = mismatch.node.parent();
            let is_absent = |known: &&str| mapping.is_none_or(|mapping| mapping.get(known).is_none());
            let near = nearest(key, required.iter().chain(optional).copied().filter(is_absent));
            did_you_mean(&near).unwrap_or_else(|| "remove it".to_owned())
        }
        ArgumentMismatchKind::Misplaced(_) => String::new(),
    }
}

fn help_for_literal<'t>(
    function: Function<'t>,
    mismatch: &ArgumentMismatch<'t>,
    kinds: Kinds,
    cx: &RuleContext<'_, 't>,
) -> String {
    let wanted = mismatch.accepts.kinds;
    let empty = || notation::string(cx.tree(), "");
    let is_item = mismatch.node.parent().is_some_and(|parent| parent.id() != function.argument.id());
    if kinds == Kinds::NONE && function.name == FunctionName::GetAZs {
        return format!("write `{}` for the region of the stack", empty());
    }
    if kinds == Kinds::NONE && is_item {
        return format!("remove it, or write `{}` for an empty string", empty());
    }
    if wanted == Kinds::CONDITION {
        return "write a condition function, such as `Fn::Equals` or `Condition`".to_owned();
    }
    if function.name == FunctionName::FindInMap && wanted == Kinds::MAPPING {
        return format!(
            "write a mapping such as `{{{}}}`",
            notation::entry(cx.tree(), "DefaultValue", "value")
        );
    }
    if mismatch.accepts.functions_in(cx.template()) == FunctionSet::NONE {
        return format!("write {}; functions are not supported here", wanted.describe());
    }
    format!("write {}, or a function that returns one", wanted.describe())
}

fn help_for_result(function: Function<'_>, mismatch: &ArgumentMismatch<'_>, kinds: Kinds) -> String {
    let wanted = mismatch.accepts.kinds;
    if kinds == Kinds::LIST && function.name == FunctionName::Join {
        return "remove the list around it to join its items, or select one item with `Fn::Select`"
            .to_owned();
    }
    if kinds == Kinds::LIST {
        return "select one item with `Fn::Select`, or join the list with `Fn::Join`".to_owned();
    }
    if wanted == Kinds::LIST {
        return "write a list, or split the string with `Fn::Split`".to_owned();
    }
    format!("write {}, or a function that returns one", wanted.describe())
}

/// Writes the empty string, with which `Fn::GetAZs` returns the zones of the stack's region, for an empty argument.
fn default_region(argument: Node<'_>) -> Fix {
    let empty = notation::string(argument.tree(), "");
    let range = argument.content_range();
    let edit = if range.is_empty() {
        Edit::insert(range.start(), format!(" {empty}"))
    } else {
        Edit::replace(range, empty.as_str())
    };
    Fix::correction(format!("write `{empty}` for the region of the stack"), [edit])
}

fn report<'t>(function: Function<'t>, mismatch: ArgumentMismatch<'t>, cx: &mut RuleContext<'_, 't>) {
    let name = function.name.key();
    let what = argument_in(mismatch.accepts, function.name);
    let wanted = mismatch.accepts.kinds.describe();
    let message = match mismatch.kind {
        ArgumentMismatchKind::Misplaced(_) => return,
        ArgumentMismatchKind::Literal(Kinds::NONE) => format!("{what} is empty (null)"),
        ArgumentMismatchKind::Literal(kinds) => {
            format!("{what} must be {wanted}, not {}", describe_literal(kinds))
        }
        ArgumentMismatchKind::Result(inner, kinds) => {
            let inner = inner.name.key();
            format!("{what} must be {wanted}, but this `{inner}` returns {}", kinds.describe())
        }
        ArgumentMismatchKind::OutOfRange(least, i64::MAX) => format!("{what} must be {least} or more"),
        ArgumentMismatchKind::OutOfRange(least, most) => format!("{what} must be from {least} to {most}"),
        ArgumentMismatchKind::MissingKey(key) => format!("`{name}` is missing `{key}`"),
        ArgumentMismatchKind::UnknownKey(key) => format!("unknown key `{key}` in `{name}`"),
    };
    let help = help(function, &mismatch, cx);
    let ArgumentMismatchKind::Result(inner, _) = mismatch.kind else {
        let finding = cx.finding_at(mismatch.node, message).with_help(help);
        let finding = finding.with_cfn_lint(id_of_argument(function, cx.template()));
        return match mismatch.kind {
            ArgumentMismatchKind::Literal(Kinds::MAPPING) => report_with_function(finding, mismatch.node, cx),
            ArgumentMismatchKind::Literal(Kinds::NONE) if function.name == FunctionName::GetAZs => {
                let fix = default_region(mismatch.node);
                cx.report_with_fix(finding, || Some(fix));
            }
            _ => cx.report(finding),
        };
    };
    let blamed = if inner.name == FunctionName::Ref { inner } else { function };
    let finding = cx.finding_at(mismatch.node, message).with_help(help);
    let finding = finding.with_cfn_lint(id_of_argument(blamed, cx.template()));
    let parameter = inner.argument.text().and_then(|name| cx.template().parameters().get(name));
    cx.report(match parameter.and_then(|parameter| parameter.value().get("Type")) {
        Some(declared) => finding.with_label(declared.range(), "the type of the parameter"),
        None => finding,
    });
}

/// Reports variables of `Fn::Sub` whose value is a list, and invalid names of variables.
fn variables<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Sub { template, mapping }) = function.view() else { return };
    let Some(text) = template.text() else { return };
    let entries = mapping.into_iter().flat_map(Node::entries);
    let own: FxHashSet<&str> = entries.filter_map(|entry| entry.name()).collect();
    let mut ranges = template.text_ranges();
    for segment in segments(text) {
        let mismatch = match segment.kind {
            _ if foreign::has_variable(&text[segment.range.clone()]) => None,
            SegmentKind::Variable(name) if own.contains(name) => None,
            SegmentKind::Variable(name) => list_variable(name, function, cx),
            SegmentKind::Malformed(Malformed::BadName) => bad_name(&text[segment.range.clone()]),
            _ => None,
        };
        if let Some((message, help)) = mismatch {
            let finding = cx
                .finding(ranges.range(segment.range), message)
                .with_cfn_lint_offset(offset_of_value(function.argument));
            let id = id_of_argument(function, cx.template());
            cx.report(finding.with_help(help).with_cfn_lint(id));
        }
    }
}

/// A message and its help.
type Problem = (String, &'static str);

fn list_variable<'t>(name: &str, function: Function<'t>, cx: &RuleContext<'_, 't>) -> Option<Problem> {
    // What a loop's variable stands for differs by round; the rounds are checked on their own.
    if cx.template().loops_around(function.node).any(|each| each.variable() == Some(name)) {
        return None;
    }
    let shape = match name.split_once('.') {
        Some((logical_id, attribute)) => cx.template().shape_of_attribute(logical_id, attribute),
        None => cx.template().shape_of_ref(name),
    };
    let message = format!("`${{{name}}}` is a list, which cannot be substituted into a string");
    let help = "pass it as a variable in the second argument of `Fn::Sub`, joined with `Fn::Join`";
    (shape == ValueShape::List).then_some((message, help))
}

/// Blanks around a name are not reported: other tools remove them.
fn bad_name(placeholder: &str) -> Option<Problem> {
    let name = placeholder.trim_start_matches("${").trim_end_matches('}').trim();
    let message = format!("`{placeholder}` is not a valid variable of `Fn::Sub`");
    let help = "a name may contain only letters, digits, underscores, periods and colons; write `${!` for a literal `${`";
    (!is_variable_name(name) && !name.starts_with('!')).then_some((message, help))
}

fn found_at<'t>(
    function: Function<'t>,
    node: Node<'t>,
    message: String,
    help: &str,
    cx: &mut RuleContext<'_, 't>,
) {
    let finding: Finding = cx.finding_at(node, message).with_help(help);
    cx.report(finding.with_cfn_lint(id_of_argument(function, cx.template())));
}

fn number_of(list: &ArgumentList) -> String {
    match (list.least, list.most) {
        (1, 1) => "one argument".to_owned(),
        (least, most) if least == most => format!("{most} arguments"),
        (least, most) => format!("{least} to {most} arguments"),
    }
}
