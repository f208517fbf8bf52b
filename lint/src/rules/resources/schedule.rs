//! Expressions of schedules.

/// What is wrong with the expression of a rule of Amazon EventBridge (Amazon EventBridge User Guide, "Schedule expressions
/// for scheduled rules").
pub(super) fn fault(expression: &str) -> Option<String> {
    let argument = |name: &str| expression.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
    if let Some(rate) = argument("rate") {
        return fault_of_rate(rate);
    }
    // Anything else does not match the pattern of the property.
    argument("cron").and_then(fault_of_cron)
}

fn fault_of_rate(rate: &str) -> Option<String> {
    let parts: Vec<&str> = rate.split_whitespace().collect();
    let [value, unit] = parts.as_slice() else {
        return Some("must be a number and a unit, such as `rate(5 minutes)`".to_owned());
    };
    let units = match value.parse::<u64>() {
        Ok(1) => ["minute", "hour", "day"],
        Ok(2..) => ["minutes", "hours", "days"],
        _ => return Some(format!("must have a whole number above 0 as its rate, not `{value}`")),
    };
    let [first, second, third] = units;
    (!units.contains(unit)).then(|| {
        format!("must have the unit `{first}`, `{second}` or `{third}` for the rate {value}, not `{unit}`")
    })
}

fn fault_of_cron(fields: &str) -> Option<String> {
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let [_, _, day_of_month, _, day_of_week, _] = fields.as_slice() else {
        return Some(format!(
            "must have 6 fields (minutes, hours, day of month, month, day of week, year), not {}",
            fields.len()
        ));
    };
    (*day_of_month != "?" && *day_of_week != "?")
        .then(|| "must have `?` as its day of the month or as its day of the week".to_owned())
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn expressions_of_the_guide_are_accepted() {
        for expression in [
            "rate(1 minute)",
            "rate(5 minutes)",
            "rate(7 days)",
            "cron(0 10 * * ? *)",
            "cron(15 12 ? * MON-FRI 2026)",
        ] {
            assert_eq!(fault(expression), None, "{expression}");
        }
    }

    #[test]
    fn other_expressions_are_not() {
        for expression in [
            "rate(1 minutes)",
            "rate(5 minute)",
            "rate(0 days)",
            "rate(ü days)",
            "rate(5)",
            "cron(0 10 * * *)",
            "cron(0 10 * * * *)",
        ] {
            assert!(fault(expression).is_some(), "{expression}");
        }
    }
}
