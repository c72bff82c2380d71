//! Themes: those that ship, those of the user, and that what they say can be read.

use ratatui::style::{Color, Modifier, Style};
use rstest::rstest;
use sitroom::tui::{Depth, Theme};

use crate::farm::Farm;
use crate::frame::Shot;
use crate::{USUAL, synced};

#[test]
fn every_shipped_theme_names_every_style() {
    for (name, text) in Theme::SHIPPED {
        let table: toml::Table = text.parse().expect("it is there");
        let mut named: Vec<&str> = table.keys().map(String::as_str).collect();
        let mut roles = Theme::ROLES.to_vec();
        named.sort_unstable();
        roles.sort_unstable();
        assert_eq!(named, roles, "{name}");
        assert!(Theme::parse(name, text).is_ok(), "{name}");
    }
}

#[test]
fn the_default_theme_has_only_the_colours_of_the_terminal_and_monochrome_none() {
    for (name, style) in Theme::default().names() {
        let is_named =
            |colour: Option<Color>| !matches!(colour, Some(Color::Rgb(..) | Color::Indexed(_)));
        assert!(is_named(style.fg) && style.bg.is_none(), "{name}");
    }
    let monochrome = Theme::shipped(Theme::MONOCHROME).expect("it is there");
    for (name, style) in monochrome.names() {
        assert_eq!((style.fg, style.bg), (None, None), "{name}");
    }
}

/// The colours of the cube and the greys of 256, as every terminal has them.
fn of_palette(at: u8) -> [u8; 3] {
    const STEPS: [u8; 6] = [0x00, 0x5f, 0x87, 0xaf, 0xd7, 0xff];
    match at {
        0..=15 => panic!("{at} is whatever the palette holds"),
        16..=231 => {
            [(at - 16) / 36, (at - 16) / 6 % 6, (at - 16) % 6].map(|n| STEPS[usize::from(n)])
        }
        232..=255 => [0x08 + (at - 232) * 10; 3],
    }
}

/// The relative luminance of WCAG 2.2, between 0 and 1.
fn luminance(colour: Color) -> f64 {
    let rgb = match colour {
        Color::Rgb(r, g, b) => [r, g, b],
        Color::Indexed(at) => of_palette(at),
        other => panic!("{other} has no luminance of its own"),
    };
    let [r, g, b] = rgb.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast ratio of WCAG 2.2, between 1 and 21.
fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrast_is_that_of_the_examples_of_the_web() {
    let grey = contrast(Color::Rgb(0x77, 0x77, 0x77), Color::Rgb(255, 255, 255));
    assert!((grey - 4.48).abs() < 0.01, "{grey}");
    let most = contrast(Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255));
    assert!((most - 21.0).abs() < 0.01, "{most}");
}

#[rstest]
#[case::light("light", 4.5)]
#[case::high_contrast("high-contrast", 7.0)]
fn every_text_of_a_true_colour_theme_stands_out(#[case] name: &str, #[case] least: f64) {
    for depth in [Depth::True, Depth::Indexed] {
        let theme = Theme::shipped(name).expect("it is there").within(depth);
        for (role, style) in theme.names() {
            let fg = style.fg.or(theme.screen.fg).expect("it is there");
            let bg = style.bg.or(theme.screen.bg).expect("it is there");
            let found = contrast(fg, bg);
            assert!(found >= least, "{name}, {role}, {depth:?}: {found:.2}");
            // A terminal halves the contrast of dim letters.
            assert!(
                !style.add_modifier.contains(Modifier::DIM),
                "{name}, {role}"
            );
        }
    }
}

#[test]
fn a_theme_of_the_user_holds_only_what_differs() {
    let text = "base = \"light\"\n\
                overdue = { fg = \"#b00020\", modifiers = [\"bold\", \"italic\"] }\n\
                good = { fg = 28 }\n\
                key = { fg = \"bright-blue\", bg = \"terminal\" }\n";
    let mine = Theme::parse("mine.toml", text).expect("it is there");
    let light = Theme::shipped("light").expect("it is there");
    assert_eq!(mine.soon, light.soon);
    assert_eq!(mine.screen, light.screen);
    let overdue = Style::new().fg(Color::Rgb(0xb0, 0, 0x20));
    let overdue = overdue.add_modifier(Modifier::BOLD | Modifier::ITALIC);
    assert_eq!(mine.overdue, overdue);
    assert_eq!(mine.good, Style::new().fg(Color::Indexed(28)));
    assert_eq!(mine.key, Style::new().fg(Color::LightBlue).bg(Color::Reset));
    let nothing = Theme::parse("mine.toml", "").expect("it is there");
    assert_eq!(nothing, Theme::default());
}

#[rstest]
#[case::letters("fg", Color::Magenta, Color::Reset)]
#[case::ground("bg", Color::Reset, Color::Magenta)]
fn a_theme_may_say_of_the_whole_screen_only_its(
    #[case] part: &str,
    #[case] fg: Color,
    #[case] bg: Color,
) {
    let text = format!("base = \"monochrome\"\nscreen = {{ {part} = \"magenta\" }}\n");
    let theme = Theme::parse("mine.toml", &text).expect("it is there");
    let app = synced(&Farm::busy());
    let (buf, _) = Shot::themed(USUAL, theme).draw(&app);
    assert!(
        buf.content
            .iter()
            .all(|cell| (cell.fg, cell.bg) == (fg, bg))
    );
}

#[test]
fn all_that_is_wrong_with_a_theme_is_said_at_once_with_its_place() {
    let text = "base = \"lihgt\"\n\
                overdeu = { fg = \"red\" }\n\
                soon = { fg = \"yelow\", colour = 3 }\n\
                good = \"green\"\n\
                key = { fg = 256, bg = \"#12345\", modifiers = [\"bald\"] }\n\
                text = { modifiers = \"bold\" }\n";
    let error = Theme::parse("mine.toml", text).unwrap_err();
    assert_eq!(
        error.to_string(),
        "mine.toml:1: base: a theme is made from one of default, high-contrast, light, \
         monochrome, not from `lihgt`\nHint: did you mean `light`?\n  |\n\
         1 | base = \"lihgt\"\n  |        ^\n\
         mine.toml:2: overdeu: there is no such style\nHint: did you mean `overdue`?\n  |\n\
         2 | overdeu = { fg = \"red\" }\n  | ^\n\
         mine.toml:3: soon.colour: there is no such key\n  |\n\
         3 | soon = { fg = \"yelow\", colour = 3 }\n  |                        ^\n\
         mine.toml:3: soon.fg: a colour is a name, a number from 0 to 255, or \"#rrggbb\"\n\
         Hint: did you mean `yellow`?\n  |\n\
         3 | soon = { fg = \"yelow\", colour = 3 }\n  |               ^\n\
         mine.toml:4: good: the value has to be a table, such as { fg = \"red\" }\n  |\n\
         4 | good = \"green\"\n  |        ^\n\
         mine.toml:5: key.bg: a colour is a name, a number from 0 to 255, or \"#rrggbb\"\n  |\n\
         5 | key = { fg = 256, bg = \"#12345\", modifiers = [\"bald\"] }\n  |                        ^\n\
         mine.toml:5: key.fg: a colour is a name, a number from 0 to 255, or \"#rrggbb\"\n  |\n\
         5 | key = { fg = 256, bg = \"#12345\", modifiers = [\"bald\"] }\n  |              ^\n\
         mine.toml:5: key.modifiers: a modifier is one of bold, dim, italic, underlined, \
         reversed\nHint: did you mean `bold`?\n  |\n\
         5 | key = { fg = 256, bg = \"#12345\", modifiers = [\"bald\"] }\n  \
         |                                               ^\n\
         mine.toml:6: text.modifiers: the value has to be a list of bold, dim, italic, \
         underlined, reversed\n  |\n6 | text = { modifiers = \"bold\" }\n  |                      ^"
    );
}

#[rstest]
#[case::a_modifier(
    "overdu = { fg = \"#b00020\", modifiers = [\"bald\"] }",
    &["1: overdu: there is no such style", "1: overdu.modifiers: a modifier is one of"]
)]
#[case::no_table(
    "overdu = \"red\"",
    &["1: overdu: there is no such style", "1: overdu: the value has to be a table"]
)]
#[case::a_base(
    "bas = \"lihgt\"",
    &["1: bas: there is no such style", "1: base: a theme is made from one of"]
)]
#[case::like_nothing(
    "zebra = { fg = \"yelow\" }",
    &["1: zebra: there is no such style", "1: zebra.fg: a colour is a name"]
)]
#[case::like_nothing_and_no_style("zebra = 3", &["1: zebra: there is no such style"])]
fn what_is_wrong_at_a_misspelt_name_is_said_with_it(#[case] text: &str, #[case] wrong: &[&str]) {
    let error = Theme::parse("mine.toml", text).unwrap_err().to_string();
    let told: Vec<&str> = error
        .lines()
        .filter_map(|line| line.strip_prefix("mine.toml:"))
        .collect();
    assert_eq!(told.len(), wrong.len(), "{error}");
    for (told, wrong) in told.iter().zip(wrong) {
        assert!(told.starts_with(wrong), "{error}");
    }
}

#[test]
fn what_is_no_toml_is_said_with_its_line() {
    let error = Theme::parse("mine.toml", "soon = { fg = \n").unwrap_err();
    assert!(
        error.to_string().starts_with("mine.toml:1: file: "),
        "{error}"
    );
}

#[test]
fn what_a_theme_says_cannot_act_on_a_terminal() {
    let text = "\"so\\u202eon\\u001b\" = { fg = \"red\" }\n";
    let error = Theme::parse("mine.toml", text).unwrap_err();
    let error = error.to_string();
    assert!(
        error.starts_with("mine.toml:1: so?on?: there is no such style"),
        "{error}"
    );
}
