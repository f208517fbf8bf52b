//! Variables of `Fn::Sub` that are only aliases.

use cfn_ast::edit::FunctionText;
use cfn_ast::model::{Intrinsic, ValueShape};
use cfn_ast::sub::is_variable_name;
use rustc_hash::FxHashSet;

use super::trivial_join::is_literal;
use crate::rules::kit::editing::{
    Inlined, Verdict, drop_entries, is_logical_id, single_entry_names, variables_of, verdict,
};
use crate::rules::kit::prelude::*;

declare_rule! {
    /// A variable in the mapping of a `Sub` that is only an alias for a `Ref`, a `GetAtt` or a literal.
    ///
    /// ## Why
    ///
    /// The string can contain `${Name}` and `${Name.Attribute}` directly. A second name for the same thing has to be
    /// looked up in the mapping.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Parameters:
    ///   Domain:
    ///     Type: String
    /// Resources:
    ///   Site:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       BucketName: !Sub ['www.${Name}', {Name: !Ref Domain}]
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Parameters:
    ///   Domain:
    ///     Type: String
    /// Resources:
    ///   Site:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       BucketName: !Sub 'www.${Domain}'
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The reference must return a string. The whole `Sub` is left alone if the mapping declares another variable with
    /// the name of the parameter or resource, since `${Name}` would then mean that variable. Literals are inlined only
    /// if they are plain words. The fix is unsafe in templates with a custom macro and inside `Fn::ForEach`, and there
    /// is none if a comment would be lost.
    "needless-sub-mapping" {
        group: Rewrite,
        severity: Note,
        fix: Safe,
        default: true,
        cfn_lint: [],
        hooks: [Function(check)],
        functions: [Sub],
        skips: [Anchors],
    }
}

fn check<'t>(function: Function<'t>, cx: &mut RuleContext<'_, 't>) {
    let Ok(Intrinsic::Sub { template, mapping: Some(mapping) }) = function.view() else { return };
    let verdict = verdict(function, cx.template());
    let (Some(_), Some(entries)) = (FunctionText::of(function), single_entry_names(mapping)) else { return };
    let text = template.text().unwrap_or_default();
    let Some(used) = variables_of(text).filter(|_| verdict != Verdict::Never) else { return };
    let inlined: Vec<_> = entries
        .iter()
        .filter(|(name, _)| used.contains(name))
        .filter_map(|(name, entry)| Some((*name, *entry, inline(entry.value, cx)?)))
        .collect();
    // Inside this `Sub`, `${New}` would mean the variable that the mapping declares as `New`.
    let names: FxHashSet<&str> = entries.iter().map(|(name, _)| *name).collect();
    let shadowed = inlined.iter().any(|(own, _, inlined)| match inlined {
        Inlined::Variable(new) => new != own && names.contains(new.as_str()),
        Inlined::Text(_) => false,
    });
    let Some((first, _, value)) = inlined.first().filter(|_| !shadowed) else { return };
    let shown = match value {
        Inlined::Variable(name) => format!("${{{name}}}"),
        Inlined::Text(text) => text.clone(),
    };
    let finding = cx.finding(mapping.range(), format!("variable `{first}` is only an alias for `{shown}`"));
    let applicability = verdict.applicability();
    let help = match inlined.len() {
        1 => format!("use `{shown}` directly in the string"),
        count => format!("use `{shown}` and {} more directly in the string", count - 1),
    };
    cx.report_with_fix(finding.with_help(help.as_str()), || {
        let dropped: Vec<_> = inlined.iter().map(|(_, entry, _)| *entry).collect();
        let renamed: Vec<_> = inlined.iter().map(|(name, _, inlined)| (*name, inlined.clone())).collect();
        let edits = drop_entries(function, template, mapping, &dropped, &renamed)?;
        Some(Fix::new(applicability, help, edits))
    });
}

/// What the string can contain instead of the variable; `None` unless that is certain to be the same string.
fn inline(value: Node<'_>, cx: &RuleContext<'_, '_>) -> Option<Inlined> {
    let template = cx.template();
    let Some(function) = value.function() else {
        // Anything else, `$` above all, could change what the string around it means.
        let is_word =
            |text: &&str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte));
        let text = value.as_str().filter(|_| is_literal(value)).filter(is_word)?;
        return (!text.is_empty()).then(|| Inlined::Text(text.to_owned()));
    };
    match function.view().ok()? {
        Intrinsic::Ref(name) => {
            let name = name
                .text()
                .filter(|_| name.tag().is_none())
                .filter(|name| template.shape_of_ref(name) == ValueShape::Text)?;
            is_variable_name(name).then(|| Inlined::Variable(name.to_owned()))
        }
        Intrinsic::GetAtt(name) => {
            let variable = format!("{}.{}", name.logical_id, name.attribute);
            // An attribute of unknown shape will do: the mapping and the string of a `Sub` treat it alike.
            let fits = is_logical_id(name.logical_id)
                && is_variable_name(&variable)
                && template.resources().contains(name.logical_id)
                && template.shape_of_attribute(name.logical_id, name.attribute) != ValueShape::List;
            fits.then_some(Inlined::Variable(variable))
        }
        _ => None,
    }
}
