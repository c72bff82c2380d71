//! Turns what is compiled in into JSON, which is read several times faster: the screen waits for
//! the settings, the keys and a playbook whenever it is opened. The TOML files of `config` are what
//! people write and read; each has its JSON at the same place in `OUT_DIR`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, io::Write};

const CONFIG: &str = "config";

fn main() -> Result<(), Box<dyn Error>> {
    let to_cargo = format!("cargo::rerun-if-changed={CONFIG}\n");
    std::io::stdout().write_all(to_cargo.as_bytes())?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    translate(Path::new(CONFIG), &out)
}

fn translate(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    for file in fs::read_dir(from)? {
        let path = file?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        if path.is_dir() {
            translate(&path, &to.join(name))?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let read: toml::Table = fs::read_to_string(&path)?.parse()?;
            let json = serde_json::to_string(&read)?;
            fs::write(to.join(name).with_extension("json"), json)?;
        }
    }
    Ok(())
}
