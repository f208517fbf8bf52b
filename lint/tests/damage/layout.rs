//! Damage to white space, line ends and comments.

use super::one_of;
use crate::support::Random;

fn lines(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The text of a line and its line end.
fn parts(line: &str) -> (&str, &str) {
    line.split_at(line.trim_end_matches(['\n', '\r']).len())
}

/// Changes one line that is not blank.
fn with_line(
    text: &str,
    random: &mut Random,
    change: impl FnOnce(&str, &mut Random) -> Option<String>,
) -> Option<String> {
    let mut lines = lines(text);
    let filled: Vec<usize> = (0..lines.len()).filter(|&index| !lines[index].trim().is_empty()).collect();
    let index = one_of(random, &filled)?;
    let (line, end) = parts(&lines[index]);
    lines[index] = change(line, random)? + end;
    Some(lines.concat())
}

/// Changes one line in so many, and at least one.
fn with_lines(
    text: &str,
    random: &mut Random,
    one_in: usize,
    change: impl Fn(&str, &mut Random) -> String,
) -> Option<String> {
    let mut lines = lines(text);
    if lines.is_empty() {
        return None;
    }
    let always = random.below(lines.len());
    for (index, line) in lines.iter_mut().enumerate() {
        if index == always || random.below(one_in) == 0 {
            let (content, end) = parts(line);
            *line = change(content, random) + end;
        }
    }
    Some(lines.concat())
}

/// Moves a line and what is below it.
fn with_block(text: &str, random: &mut Random, shift: impl Fn(&str) -> String) -> Option<String> {
    let mut lines = lines(text);
    let filled: Vec<usize> = (0..lines.len()).filter(|&index| !lines[index].trim().is_empty()).collect();
    let first = one_of(random, &filled)?;
    let own = indent(&lines[first]);
    lines[first] = shift(&lines[first]);
    for line in &mut lines[first + 1..] {
        if !line.trim().is_empty() && indent(line) <= own {
            break;
        }
        *line = shift(line);
    }
    Some(lines.concat())
}

pub(super) fn deeper(text: &str, random: &mut Random) -> Option<String> {
    let by = 1 + random.below(4);
    with_block(
        text,
        random,
        |line| if line.trim().is_empty() { line.to_owned() } else { " ".repeat(by) + line },
    )
}

pub(super) fn less_deep(text: &str, random: &mut Random) -> Option<String> {
    let by = 1 + random.below(3);
    with_block(text, random, |line| line[indent(line).min(by)..].to_owned())
}

pub(super) fn moved_line(text: &str, random: &mut Random) -> Option<String> {
    with_line(text, random, |line, random| {
        Some(if random.below(2) == 0 { format!(" {line}") } else { line.strip_prefix(' ')?.to_owned() })
    })
}

fn reindented(text: &str, width: impl Fn(usize) -> usize) -> Option<String> {
    let line = |line: &str| " ".repeat(width(indent(line))) + line.trim_start_matches(' ');
    Some(text.split_inclusive('\n').map(line).collect())
}

pub(super) fn doubled(text: &str, _: &mut Random) -> Option<String> {
    reindented(text, |width| width * 2)
}

pub(super) fn of_three(text: &str, _: &mut Random) -> Option<String> {
    reindented(text, |width| width / 2 * 3 + width % 2)
}

/// Lists in the column of their key: every line that is as deep as a dash moves, with what is below it.
pub(super) fn list_at_key(text: &str, random: &mut Random) -> Option<String> {
    let mut lines = lines(text);
    let begins = |index: &usize| {
        let (line, before) = (&lines[*index], &lines[index - 1]);
        line.trim_start().starts_with("- ")
            && before.trim_end().ends_with(':')
            && indent(line) > indent(before)
    };
    let first = one_of(random, &(1..lines.len()).filter(begins).collect::<Vec<_>>())?;
    let (own, by) = (indent(&lines[first]), indent(&lines[first]) - indent(&lines[first - 1]));
    for line in &mut lines[first..] {
        if !line.trim().is_empty() && indent(line) < own {
            break;
        }
        *line = line[indent(line).min(by)..].to_owned();
    }
    Some(lines.concat())
}

pub(super) fn tab_after_colon(text: &str, random: &mut Random) -> Option<String> {
    let blank = ["\t", " \t", "\t "][random.below(3)];
    with_lines(text, random, 6, |line, _| line.replacen(": ", &format!(":{blank}"), 1))
}

pub(super) fn tab_at_end(text: &str, random: &mut Random) -> Option<String> {
    with_lines(text, random, 6, |line, _| format!("{line}\t"))
}

pub(super) fn tab_as_indentation(text: &str, random: &mut Random) -> Option<String> {
    with_line(text, random, |line, _| Some(format!("\t{}", line.trim_start_matches(' '))))
}

pub(super) fn blanks_at_end(text: &str, random: &mut Random) -> Option<String> {
    with_lines(text, random, 4, |line, random| line.to_owned() + &" ".repeat(1 + random.below(6)))
}

pub(super) fn wide_gap(text: &str, random: &mut Random) -> Option<String> {
    with_lines(text, random, 4, |line, random| {
        let (from, to) =
            [(": ", ":   "), ("- ", "-   "), (", ", " ,  "), ("[", "[  "), ("]", "  ]")][random.below(5)];
        line.replace(from, to)
    })
}

pub(super) fn blank_lines(text: &str, random: &mut Random) -> Option<String> {
    with_lines(text, random, 5, |line, _| format!("{line}\n"))
}

pub(super) fn lines_of_blanks(text: &str, random: &mut Random) -> Option<String> {
    with_lines(text, random, 8, |line, random| format!("{line}\n{}", " ".repeat(random.below(12))))
}

pub(super) fn crlf(text: &str, _: &mut Random) -> Option<String> {
    Some(text.replace("\r\n", "\n").replace('\n', "\r\n"))
}

pub(super) fn cr(text: &str, _: &mut Random) -> Option<String> {
    Some(text.replace("\r\n", "\n").replace('\n', "\r"))
}

pub(super) fn mixed_line_ends(text: &str, random: &mut Random) -> Option<String> {
    let end = |line: String| {
        let (content, end) = parts(&line);
        if end.is_empty() { line } else { content.to_owned() + ["\n", "\r\n", "\r"][random.below(3)] }
    };
    Some(lines(text).into_iter().map(end).collect())
}

pub(super) fn no_final_line_end(text: &str, _: &mut Random) -> Option<String> {
    text.ends_with('\n').then(|| text.trim_end_matches(['\n', '\r']).to_owned())
}

pub(super) fn more_final_line_ends(text: &str, random: &mut Random) -> Option<String> {
    Some(text.to_owned() + ["\n", "\n\n\n", "\n  ", "\n   \n", "\r\n\r\n", "\t"][random.below(6)])
}

const COMMENTS: [&str; 5] = ["# why", "# größer als ü", "#", "# 漢字: {a}", "# [x], 'y\""];

pub(super) fn comment_at_end(text: &str, random: &mut Random) -> Option<String> {
    with_line(text, random, |line, random| Some(format!("{line} {}", COMMENTS[random.below(5)])))
}

pub(super) fn comment_lines(text: &str, random: &mut Random) -> Option<String> {
    with_lines(text, random, 12, |line, random| {
        format!("{}{}\n{line}", " ".repeat(random.below(14)), COMMENTS[random.below(5)])
    })
}

pub(super) fn comment_before_value(text: &str, random: &mut Random) -> Option<String> {
    let comment = COMMENTS[random.below(5)];
    with_line(text, random, |line, _| {
        let (key, value) = line.split_once(": ").or_else(|| line.split_once("- "))?;
        let mark = &line[key.len()..=key.len()];
        Some(format!("{key}{mark} {comment}\n{}{value}", " ".repeat(indent(line) + 3)))
    })
}

pub(super) fn comment_at_end_of_file(text: &str, random: &mut Random) -> Option<String> {
    let end = if random.below(2) == 0 { "\n" } else { "" };
    Some(format!("{text}{}{}{end}", " ".repeat(random.below(8)), COMMENTS[random.below(5)]))
}

pub(super) fn comments_everywhere(text: &str, random: &mut Random) -> Option<String> {
    with_lines(text, random, 1, |line, random| match random.below(3) {
        0 => format!("{line} {}", COMMENTS[random.below(5)]),
        1 => format!("{}{}\n{line}", " ".repeat(indent(line)), COMMENTS[random.below(5)]),
        _ => line.to_owned(),
    })
}

pub(super) fn document_markers(text: &str, random: &mut Random) -> Option<String> {
    let start = ["", "---\n", "--- # ü\n", "%YAML 1.1\n---\n", "# ü\n---\n"][random.below(5)];
    let end = ["", "\n...\n", "\n... # ü\n", "\n..."][random.below(4)];
    Some(format!("{start}{text}{end}"))
}

pub(super) fn byte_order_mark(text: &str, _: &mut Random) -> Option<String> {
    (!text.starts_with('\u{feff}')).then(|| format!("\u{feff}{text}"))
}

pub(super) fn line_twice(text: &str, random: &mut Random) -> Option<String> {
    with_line(text, random, |line, _| Some(format!("{line}\n{line}")))
}

pub(super) fn line_dropped(text: &str, random: &mut Random) -> Option<String> {
    let mut lines = lines(text);
    if lines.is_empty() {
        return None;
    }
    lines.remove(random.below(lines.len()));
    Some(lines.concat())
}

pub(super) fn lines_swapped(text: &str, random: &mut Random) -> Option<String> {
    let mut lines = lines(text);
    let first = random.below(lines.len().checked_sub(1).filter(|&last| last > 0)?);
    lines.swap(first, first + 1);
    Some(lines.concat())
}

pub(super) fn lines_joined(text: &str, random: &mut Random) -> Option<String> {
    let breaks: Vec<(usize, &str)> = text.match_indices('\n').collect();
    let (at, _) = one_of(random, &breaks)?;
    Some(format!("{} {}", &text[..at], text[at + 1..].trim_start_matches(' ')))
}

pub(super) fn line_split(text: &str, random: &mut Random) -> Option<String> {
    with_line(text, random, |line, random| {
        let blanks: Vec<(usize, &str)> = line.match_indices(' ').collect();
        let (at, _) = one_of(random, &blanks)?;
        Some(format!("{}\n{}{}", &line[..at], " ".repeat(indent(line) + random.below(5)), &line[at + 1..]))
    })
}
