//! Arguments that a function cannot take.

use std::net::IpAddr;

use cfn_ast::foreign;
use cfn_ast::model::{ArgumentList, Intrinsic, Kinds, Place, ValueShape};
use cfn_ast::sub::{Malformed, SegmentKind, is_variable_name, segments};
use cfn_ast::{Function, FunctionName, Node};
use rustc_hash::FxHashSet;

use crate::cfn_lint::{id_of_argument, offset_of_value};
use crate::context::RuleContext;
use crate::declare_rule;
use crate::diagnostic::Diagnostic;
use crate::faults::{Fault, FaultKind, arguments, describe_literal, faults, may_stand, number};
use crate::missing_prefix::report_with_function;

declare_rule! {
    /// An intrinsic function with an argument that it cannot take.
    ///
    /// ## Why
    ///
    /// CloudFormation refuses the template: each function takes a certain number of arguments, each of them of a certain
    /// kind. Where a list is wanted, a function that gives a string does not fit, and the other way round.
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
    /// `Zones` is a list already: `!Join [",", !Ref Zones]`.
    ///
    /// ## Fix safety
    ///
    /// The fix writes the name of a function where a mapping has nothing but that name without its `Fn::`, or with other
    /// capital letters. That is safe, as no mapping can stand there.
    "invalid-function-argument" {
        group: Correctness,
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
        || Place::of(function.node, cx.template()) == Place::None
    {
        return;
    }
    let before = cx.findings.len();
    count(function, cx);
    for (argument, accepts) in arguments(function) {
        for fault in faults(argument, accepts, cx.template()) {
            report(function, fault, cx);
        }
    }
    index(function, cx);
    block(function, cx);
    text(function, cx);
    variables(function, cx);
    // That it may not stand there at all is said elsewhere.
    if cx.findings.len() > before && !may_stand(function, cx.template()) {
        cx.findings.truncate(before);
    }
}

/// A number of arguments that the function does not take. `And` and `Or` have a rule of their own for that.
fn count<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let argument = function.argument;
    let signature = function.name.signature();
    let Some(list) = &signature.list else { return };
    let inner = argument.function();
    let found = if argument.is_sequence() && inner.is_none() {
        let count = argument.child_count();
        let is_operands = matches!(function.name, FunctionName::And | FunctionName::Or);
        if (list.least..=list.most).contains(&count) || is_operands || argument.items().any(is_transform) {
            return;
        }
        count.to_string()
    } else {
        if signature.whole.is_some() || argument.is_alias() || is_transform(argument) {
            return;
        }
        inner.map_or_else(
            || describe_literal(Kinds::of_literal(argument)).to_owned(),
            |inner| format!("`{}`", inner.name.key()),
        )
    };
    let message = format!("`{}` takes {}, not {found}", function.name.key(), arguments_of(list));
    let finding = cx.finding_at(argument, message).with_cfn_lint(id_of_argument(function, cx.template()));
    cx.report(match order_of(list) {
        Some(order) => finding.with_help(format!("write, in this order: {order}")),
        None => finding,
    });
}

/// The arguments in words; none where they are all of one kind.
fn order_of(list: &ArgumentList) -> Option<String> {
    let names: Vec<_> =
        (0..list.most.min(list.least + 1)).map_while(|place| Some(list.at(place)?.what)).collect();
    let (required, optional) = names.split_at(list.least.min(names.len()));
    let is_told_apart = required.windows(2).all(|pair| pair[0] != pair[1]) && required.len() > 1;
    let optional = optional.iter().map(|name| format!("{name} if you like"));
    let names: Vec<_> = required.iter().map(|name| (*name).to_owned()).chain(optional).collect();
    is_told_apart.then(|| names.join(", "))
}

fn is_transform(node: Node<'_>) -> bool {
    node.function().is_some_and(|inner| inner.name == FunctionName::Transform)
}

/// What the text of an argument has to look like.
fn text<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Some(text) = function.argument.text().filter(|_| function.argument.tag().is_none()) else { return };
    match function.name {
        FunctionName::GetAZs
            if function.argument.as_str().is_some_and(|text| !text.is_empty() && !has_region_form(text)) =>
        {
            found_at(function, function.argument, format!("`{text}` is no region"), cx);
        }
        FunctionName::Sub if function.argument.as_str().is_none() => {
            found_at(
                function,
                function.node,
                format!("the string of `Fn::Sub` is written without quotes and is no string: `{text}`"),
                cx,
            );
        }
        FunctionName::GetAtt if function.view().is_err() => {
            let message = format!("`{text}` is no logical ID with an attribute, as in `{text}.Arn`");
            found_at(function, function.argument, message, cx);
        }
        _ => {}
    }
}

/// Whether a text has the form of a region's name; which regions there are changes.
fn has_region_form(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [words @ .., number] = parts.as_slice() else { return false };
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    words.len() >= 2 && words.iter().all(is_word) && number.parse::<u8>().is_ok()
}

/// A block of `Fn::Cidr` that is written out and is no address with a prefix length, as in `10.0.0.0/16`.
fn block<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Cidr { block, .. }) = function.view() else { return };
    let Some(text) = block.as_str().filter(|text| block.tag().is_none() && !text.contains('{')) else {
        return;
    };
    let parts =
        text.split_once('/').map(|(address, length)| (address.parse::<IpAddr>(), length.parse::<u8>()));
    if !matches!(parts, Some((Ok(_), Ok(_)))) {
        found_at(function, block, format!("`{text}` is no block of addresses, as in `10.0.0.0/16`"), cx);
    }
}

/// An index behind the last item of a list that is written out.
fn index<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Select { index, list }) = function.view() else { return };
    if !list.is_sequence() || list.function().is_some() || list.items().any(is_transform) {
        return;
    }
    let length = list.child_count();
    let chosen = number(index).and_then(|index| usize::try_from(index).ok());
    if let Some(chosen) = chosen.filter(|&chosen| chosen >= length) {
        let message = format!("there is no item {chosen} in a list of {length}");
        found_at(function, index, message, cx);
    }
}

fn report<'t>(function: Function<'t>, fault: Fault<'t>, cx: &mut RuleContext<'_, 't>) {
    let name = function.name.key();
    let what = fault.accepts.what;
    let wanted = fault.accepts.kinds.describe();
    let message = match fault.kind {
        FaultKind::Misplaced(_) => return,
        FaultKind::Literal(Kinds::NONE) if function.name == FunctionName::GetAZs => {
            format!("`{name}` has no region; write the empty string for the region of the stack")
        }
        FaultKind::Literal(kinds) => {
            format!("{what} of `{name}` has to be {wanted}, not {}", describe_literal(kinds))
        }
        FaultKind::Result(inner, kinds) => {
            format!(
                "{what} of `{name}` has to be {wanted}, but this `{}` gives {}",
                inner.name.key(),
                kinds.describe()
            )
        }
        FaultKind::OutOfRange(least, i64::MAX) => format!("{what} of `{name}` has to be {least} or more"),
        FaultKind::OutOfRange(least, most) => format!("{what} of `{name}` has to be from {least} to {most}"),
        FaultKind::MissingKey(key) => format!("`{name}` needs `{key}`"),
        FaultKind::UnknownKey(key) => format!("`{name}` does not know `{key}`"),
    };
    let FaultKind::Result(inner, _) = fault.kind else {
        let finding = cx.finding_at(fault.node, message);
        let finding = finding.with_cfn_lint(id_of_argument(function, cx.template()));
        return match fault.kind {
            FaultKind::Literal(Kinds::MAPPING) => report_with_function(finding, fault.node, cx),
            _ => cx.report(finding),
        };
    };
    let blamed = if inner.name == FunctionName::Ref { inner } else { function };
    let finding = cx.finding_at(fault.node, message).with_cfn_lint(id_of_argument(blamed, cx.template()));
    let parameter = inner.argument.text().and_then(|name| cx.template().parameters().get(name));
    cx.report(match parameter.and_then(|parameter| parameter.value().get("Type")) {
        Some(declared) => finding.with_label(declared.range(), "this is its type"),
        None => finding,
    });
}

/// Variables of a string that stand for a list, and names that no variable can have.
fn variables<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Sub { template, mapping }) = function.view() else { return };
    let Some(text) = template.text() else { return };
    let entries = mapping.into_iter().flat_map(Node::entries);
    let own: FxHashSet<&str> = entries.filter_map(|entry| entry.name()).collect();
    let mut ranges = template.text_ranges();
    for segment in segments(text) {
        let fault = match segment.kind {
            _ if foreign::has_variable(&text[segment.range.clone()]) => None,
            SegmentKind::Variable(name) if own.contains(name) => None,
            SegmentKind::Variable(name) => list_variable(name, function, cx),
            SegmentKind::Malformed(Malformed::BadName) => bad_name(&text[segment.range.clone()]),
            _ => None,
        };
        if let Some(message) = fault {
            let finding = cx
                .finding(ranges.range(segment.range), message)
                .with_cfn_lint_offset(offset_of_value(function.argument));
            cx.report(finding.with_cfn_lint(id_of_argument(function, cx.template())));
        }
    }
}

fn list_variable<'t>(name: &str, function: Function<'t>, cx: &RuleContext<'_, 't>) -> Option<String> {
    if cx.template().loops_around(function.node).any(|each| each.variable() == Some(name)) {
        return None;
    }
    let shape = match name.split_once('.') {
        Some((logical_id, attribute)) => cx.template().shape_of_attribute(logical_id, attribute),
        None => cx.template().shape_of_ref(name),
    };
    (shape == ValueShape::List).then(|| format!("`${{{name}}}` is a list, which has no place in a string"))
}

/// Space around a name is passed over: other tools take it away.
fn bad_name(placeholder: &str) -> Option<String> {
    let name = placeholder.trim_start_matches("${").trim_end_matches('}').trim();
    let message =
        "may have letters, digits, underscores, periods and colons only; write `${!` for a plain `${`";
    (!is_variable_name(name) && !name.starts_with('!')).then(|| format!("the name of a variable {message}"))
}

fn found_at<'t>(function: Function<'t>, node: Node<'t>, message: String, cx: &mut RuleContext<'_, 't>) {
    let finding: Diagnostic = cx.finding_at(node, message);
    cx.report(finding.with_cfn_lint(id_of_argument(function, cx.template())));
}

fn arguments_of(list: &ArgumentList) -> String {
    match (list.least, list.most) {
        (1, 1) => "a list of one argument".to_owned(),
        (least, most) if least == most => format!("a list of {most} arguments"),
        (least, most) => format!("a list of {least} to {most} arguments"),
    }
}
