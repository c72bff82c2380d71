//! The Report view on the screen.

use sitroom::app::App;
use sitroom::domain::command::Command;
use sitroom::domain::event::{ContainmentSet, PartEdited};
use sitroom::domain::ids::CauseId;
use sitroom::domain::report::{Source, report};
use sitroom::domain::time::When;
use sitroom::domain::worksheet::{CauseMethod, LessonList, WorksheetAsked};
use sitroom::tui::Theme;

use crate::farm::{Farm, JANE, at};
use crate::frame::{Shot, keys, text_of};
use crate::{SMALL, USUAL, WIDE, snapshot, synced};

fn asks(farm: &mut Farm, asked: WorksheetAsked) {
    farm.says(JANE, Command::ChangeWorksheet(Box::new(asked)));
}

fn edit(farm: &mut Farm, part: &str, with: impl FnOnce(&str) -> String) {
    let playbook = farm.playbook.clone();
    let source = Source::new(&farm.incident, &farm.entries, Some(&playbook), farm.now);
    let generated = report(&source)
        .part(part)
        .expect("a part")
        .generated
        .clone();
    let text = Some(with(&generated));
    let part = part.to_owned();
    asks(
        farm,
        WorksheetAsked::EditPart(PartEdited {
            part,
            generated,
            text,
        }),
    );
}

/// A worksheet with a tree of causes, a lesson, an edited part and one that clashes.
pub(crate) fn worked() -> App {
    let mut farm = Farm::busy();
    farm.now = at("14:30");
    edit(&mut farm, "lessons", |_| {
        "Shut both gates, and count the hens.".into()
    });
    edit(&mut farm, "summary", |text| {
        text.replace("- **Severity**: high", "- **Severity**: as high as it gets")
    });
    let cause = |parent: Option<u32>, text: &str| WorksheetAsked::AddCause {
        parent: parent.map(CauseId),
        method: CauseMethod::FiveWhys,
        text: text.into(),
    };
    asks(&mut farm, cause(None, "why did they get out?"));
    asks(&mut farm, cause(Some(1), "the gate was open all night"));
    asks(
        &mut farm,
        cause(Some(2), "the latch is worn and nobody owns it"),
    );
    asks(&mut farm, cause(Some(1), "the dog slept"));
    let entry = farm.entries[3].id;
    asks(
        &mut farm,
        WorksheetAsked::LinkCause {
            id: CauseId(2),
            entry,
            linked: true,
        },
    );
    asks(
        &mut farm,
        WorksheetAsked::Contain(ContainmentSet {
            label: "the gate is shut".into(),
            when: When::exact(at("13:20")),
            fix: None,
        }),
    );
    asks(
        &mut farm,
        WorksheetAsked::AddLesson {
            list: LessonList::Helped,
            text: "Spot barked at once".into(),
        },
    );
    farm.says(
        JANE,
        Command::SetSeverity {
            to: sitroom::domain::incident::Severity::Low,
            reason: "only two hens are missing".into(),
        },
    );
    let mut app = synced(&farm);
    keys(&mut app, "9");
    app
}

#[test]
fn the_figures_name_where_they_come_from() {
    let mut app = worked();
    keys(&mut app, "ggjjjjjjjjjjjjjjjjjjjjjjjjj");
    snapshot!("report-figures-120x40", Shot::new(WIDE).of(&app));
    snapshot!("report-figures-80x24", Shot::new(USUAL).of(&app));
    snapshot!("report-figures-40x20", Shot::new(SMALL).of(&app));
}

#[test]
fn times_and_who_edited_a_part_are_whole_at_a_hundred_columns() {
    let mut app = worked();
    let mut all = String::new();
    keys(&mut app, "gg");
    for _ in 0..30 {
        let shot = Shot::new((100, 30)).of(&app);
        all.push_str(text_of(&shot));
        keys(&mut app, "j");
    }
    assert!(all.contains("Edited by Farmer"), "{all}");
    assert!(
        !all.contains("_Edited") && !all.contains("[line 36]_"),
        "{all}"
    );
    let moments = ["confirmed", "opened"];
    for moment in moments {
        let named = format!(" {moment} ");
        let row = all
            .lines()
            .find(|row| row.contains(&named) && row.contains("2026-11-22"));
        assert!(
            row.is_some_and(|row| row.contains(":00 UTC")),
            "{moment}: {row:?}"
        );
    }
}

#[test]
fn the_causes_stand_as_a_tree() {
    let mut app = worked();
    keys(&mut app, "Gkkkkk");
    snapshot!("report-causes-120x40", Shot::new(WIDE).of(&app));
    snapshot!("report-causes-80x24", Shot::new(USUAL).of(&app));
    snapshot!("report-causes-40x20", Shot::new(SMALL).of(&app));
}

#[test]
fn the_foot_names_the_key_that_begins_what_there_is_none_of() {
    let mut app = Farm::opened().app();
    keys(&mut app, "9<right><right><right>");
    let foot = |app: &App| {
        let shot = Shot::new(WIDE).of(app);
        text_of(&shot).lines().last().unwrap_or_default().to_owned()
    };
    assert!(foot(&app).contains("a begins a tree"), "{}", foot(&app));
    assert!(!foot(&app).contains("e open"), "{}", foot(&app));
    keys(&mut app, "<right>");
    assert!(foot(&app).contains("a adds one"), "{}", foot(&app));
}

#[test]
fn all_of_what_says_that_a_text_clashes_is_in_the_colour_of_a_warning() {
    let app = worked();
    let mut shot = Shot::new(WIDE);
    let (buf, _) = shot.draw(&app);
    let overdue = Theme::default()
        .names()
        .into_iter()
        .find(|it| it.0 == "overdue");
    let overdue = overdue.expect("a style").1.fg.expect("a colour");
    let row = |words: &str| {
        let all = buf.area.rows().map(|row| {
            let line: String = row.positions().map(|at| buf[at].symbol()).collect();
            (row, line)
        });
        let found = all.into_iter().find_map(|(row, line)| {
            let at = line.find(words)?;
            let x = row.x + u16::try_from(line[..at].chars().count()).expect("it is short");
            Some(buf[(x, row.y)].fg)
        });
        found.unwrap_or_else(|| panic!("{words} stands there"))
    };
    assert_eq!(row("The text above was edited."), overdue);
    assert_eq!(row("2026-11-22 14:30 UTC:"), overdue);
}
