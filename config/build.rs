//! Turns the playbooks that are compiled in into JSON, which is read several times faster: the
//! screen waits for one whenever it is opened. `config/playbooks` is what people write and read.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, io::Write};

const PLAYBOOKS: &str = "config/playbooks";

fn main() -> Result<(), Box<dyn Error>> {
    let to_cargo = format!("cargo::rerun-if-changed={PLAYBOOKS}\n");
    std::io::stdout().write_all(to_cargo.as_bytes())?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for file in fs::read_dir(PLAYBOOKS)? {
        let path = file?.path();
        if let Some(name) = path.file_stem().filter(|_| is_toml(&path)) {
            let playbook: toml::Table = fs::read_to_string(&path)?.parse()?;
            let json = serde_json::to_string(&playbook)?;
            fs::write(out.join(name).with_extension("json"), json)?;
        }
    }
    Ok(())
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml")
}
