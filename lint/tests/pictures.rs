//! The pictures of the README: what the command prints in a terminal, in a light and a dark one.
//!
//! `UPDATE_GENERATED=1 cargo test -p cfn-tidy --test pictures` draws them again.

mod support;

use std::fs;
use std::path::Path;

use anstyle_svg::{Palette, Term};
use support::Project;

use anstyle::{Color, RgbColor};

/// A terminal's colors: background, text, and the sixteen of ANSI from black to bright white.
struct Theme {
    name: &'static str,
    background: u32,
    text: u32,
    colors: [u32; 16],
}

/// Colors that can be read on GitHub's pages, whose own theme has these backgrounds.
const THEMES: [Theme; 2] = [
    Theme {
        name: "light",
        background: 0xf6_f8fa,
        text: 0x1f_2328,
        colors: [
            0x24_292f, 0xcf_222e, 0x11_6329, 0x7d_4e00, 0x09_69da, 0x82_50df, 0x1b_7c83, 0x6e_7781,
            0x57_606a, 0xa4_0e26, 0x1a_7f37, 0x63_3c01, 0x21_8bff, 0xa4_75f9, 0x31_92aa, 0x8c_959f,
        ],
    },
    Theme {
        name: "dark",
        background: 0x0d_1117,
        text: 0xe6_edf3,
        colors: [
            0x48_4f58, 0xff_7b72, 0x3f_b950, 0xd2_9922, 0x58_a6ff, 0xbc_8cff, 0x39_c5cf, 0xb1_bac4,
            0x6e_7681, 0xff_a198, 0x56_d364, 0xe3_b341, 0x79_c0ff, 0xd2_a8ff, 0x56_d4dd, 0xff_ffff,
        ],
    },
];

fn color(value: u32) -> RgbColor {
    let [_, red, green, blue] = value.to_be_bytes();
    RgbColor(red, green, blue)
}

impl Theme {
    /// Draws a terminal with this content.
    fn draw(&self, content: &str) -> String {
        Term::new()
            .palette(Palette(self.colors.map(color)))
            .bg_color(Color::Rgb(color(self.background)))
            .fg_color(Color::Rgb(color(self.text)))
            .render_svg(content)
    }
}

/// A prompt with a command line, and what the command prints.
fn session(project: &Project, arguments: &[&str]) -> String {
    let run = project.run(&[arguments, &["--color", "always"]].concat());
    format!("\u{1b}[1m$ cfn-tidy {}\u{1b}[0m\n\n{}{}", arguments.join(" "), run.stdout(), run.stderr())
}

#[test]
fn the_pictures_show_what_the_command_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/img");
    let template = fs::read(folder.join("orders.yaml")).expect("the template is there");
    let project = Project::new();
    project.file("orders.yaml", template);
    let content = session(&project, &["check", "orders.yaml"]);
    assert!(content.contains("[undefined-reference]"), "{content}");
    for theme in THEMES {
        let path = folder.join(format!("check-{}.svg", theme.name));
        let drawn = theme.draw(&content);
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            fs::write(&path, &drawn).expect("the picture can be written");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == drawn, "{} is out of date; run this test with UPDATE_GENERATED=1", path.display());
    }
}
