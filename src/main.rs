//! The `sitroom` program.

fn main() -> anyhow::Result<()> {
    let home = sitroom::store::Home::from_env()?;
    let scenario = sitroom::practice::Scenario::shipped("multi-secret-leak")?;
    let playbook = sitroom::domain::playbook::Playbook::shipped("cloud-gov-2023").unwrap();
    sitroom::runtime::run_drill(sitroom::runtime::Drill {
        scenario,
        home,
        playbook,
        keymap: sitroom::app::Keymap::default(),
        theme: sitroom::tui::Theme::new(true, true),
        device: "here".into(),
        now: chrono::Utc::now(),
    })?;
    Ok(())
}
