//! The program to be compared with: a frame, a list and a line, drawn by ratatui whole at each
//! key, on tokio with crossterm's event stream. Nothing is read from a disk.

use std::io::stdout;
use std::process::ExitCode;

use crossterm::event::{Event, EventStream, KeyCode};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use futures_util::StreamExt;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, List, ListState, Paragraph};

use crate::program::READY;

/// How many rows the lists have.
const ROWS: usize = 40;

/// Runs it until `q`.
pub(crate) fn run() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    match runtime.and_then(|runtime| runtime.block_on(show())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

async fn show() -> std::io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen)?;
    let mut terminal = Terminal::new(CrosstermBackend::new(stdout()))?;
    let mut state = ListState::default().with_selected(Some(0));
    let mut events = EventStream::new();
    loop {
        terminal.draw(|frame| draw(frame, &mut state))?;
        match events.next().await {
            Some(Ok(Event::Key(key))) => match key.code {
                KeyCode::Char('j') => state.select_next(),
                KeyCode::Char('k') => state.select_previous(),
                KeyCode::Char('q') => break,
                _ => {}
            },
            Some(Ok(_)) => {}
            Some(Err(_)) | None => break,
        }
    }
    execute!(stdout(), LeaveAlternateScreen)?;
    disable_raw_mode()
}

/// As much on it as on the screen it stands beside: two lines above, four panes, a line below.
fn draw(frame: &mut ratatui::Frame<'_>, state: &mut ListState) {
    let [head, body, foot] = Layout::vertical([
        Constraint::Length(2),
        Constraint::Fill(1),
        Constraint::Length(1),
    ])
    .areas(frame.area());
    frame.render_widget(
        Paragraph::new(
            "The chickens have escaped     CONFIRMED  HIGH   IC Farmer Jane\nNEXT sitrep",
        ),
        head,
    );
    let [left, right] = Layout::horizontal([Constraint::Fill(1); 2]).areas(body);
    for (half, column) in [left, right].into_iter().enumerate() {
        let panes: [_; 2] = Layout::vertical([Constraint::Fill(1); 2]).areas(column);
        for (row, area) in panes.into_iter().enumerate() {
            let lines = (1..=ROWS).map(|n| format!("[ ] line {n} of this pane, as long as others"));
            let list = List::new(lines)
                .block(Block::bordered().title("Pane"))
                .highlight_style(Style::new().add_modifier(Modifier::REVERSED));
            let mut none = ListState::default();
            let state = if (half, row) == (0, 0) {
                &mut *state
            } else {
                &mut none
            };
            frame.render_stateful_widget(list, area, state);
        }
    }
    frame.render_widget(Paragraph::new(READY), foot);
}
