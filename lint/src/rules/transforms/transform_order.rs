//! Transforms in an order that AWS advises against.

use cfn_ast::Edit;
use cfn_ast::model::{Section, Transform, TransformKind};

use crate::rules::kit::editing::has_anchors;
use crate::rules::kit::prelude::*;

declare_rule! {
    /// Transforms in an order that makes one run before another whose result it needs.
    ///
    /// ## Why
    ///
    /// CloudFormation runs transforms in the order in which they are listed. `AWS::Serverless` does not understand the
    /// loops and functions that `AWS::LanguageExtensions` expands, so `AWS::LanguageExtensions` must come first. Custom
    /// macros belong before AWS's transforms: if the macro Uselatest resolves a layer after SAM has run, SAM publishes
    /// no new version of the function.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Transform:
    ///   - AWS::Serverless-2016-10-31
    ///   - AWS::LanguageExtensions
    ///   - Uselatest
    /// ```
    ///
    /// becomes
    ///
    /// ```yaml
    /// Transform:
    ///   - Uselatest
    ///   - AWS::LanguageExtensions
    ///   - AWS::Serverless-2016-10-31
    /// ```
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: the processed template may differ. There is no fix if the list contains comments, or if a macro
    /// other than Uselatest would have to move: it may depend on the output of AWS's transforms.
    "transform-order" {
        group: Transforms,
        severity: Warning,
        fix: Unsafe,
        default: true,
        cfn_lint: [],
        hooks: [Template(check)],
        depends_on: Template,
    }
}

fn check<'t>(template: &'t Template<'t>, cx: &mut RuleContext<'_, 't>) {
    let transforms = template.transforms();
    let ordered: Vec<u8> = transforms.iter().map(rank).collect();
    let Some(place) = ordered.windows(2).position(|pair| pair[0] > pair[1]) else { return };
    let (early, late) = (&transforms[place], &transforms[place + 1]);
    let finding = cx
        .finding(early.node.range(), format!("`{}` runs before `{}`, which it should follow", early.name, late.name))
        .with_label(late.node.range(), "list this one first")
        .with_help_beside_fix(
            "transforms run in the order of the list: custom macros first, then `AWS::LanguageExtensions`, then AWS's other transforms",
        );
    cx.report_with_fix(finding, || fix(template));
}

fn rank(transform: &Transform<'_>) -> u8 {
    match transform.kind() {
        TransformKind::Custom | TransformKind::Uselatest => 0,
        TransformKind::LanguageExtensions => 1,
        TransformKind::Serverless | TransformKind::Include | TransformKind::Aws => 2,
    }
}

fn fix(template: &Template<'_>) -> Option<Fix> {
    let section = template.section(Section::Transform)?.value;
    let items: Vec<_> = section.items().collect();
    let mut custom = template.transforms().iter().skip_while(|transform| rank(transform) == 0);
    let is_simple = items.len() == template.transforms().len()
        && custom.all(|transform| transform.kind() != TransformKind::Custom)
        && !has_anchors(section)
        && !template.tree().comments().any_within(section.range())
        && items.iter().all(|item| !item.source_text().contains(['\n', '\r']));
    let mut order: Vec<usize> = (0..items.len()).filter(|_| is_simple).collect();
    order.sort_by_key(|&place| rank(&template.transforms()[place]));
    let edits: Vec<Edit> = order
        .iter()
        .zip(&items)
        .map(|(&place, item)| Edit::replace(item.range(), items[place].source_text()))
        .filter(|edit| template.tree().source().slice(edit.range()) != edit.text())
        .collect();
    (!edits.is_empty()).then(|| Fix::unsafe_edits("reorder the transforms", edits))
}
