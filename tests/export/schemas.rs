//! Published schemas, which are not part of this repository: `SITROOM_SCHEMAS` names the folder
//! that has them. Without it what they would be asked is not asked, and that is said.

use std::path::PathBuf;

use serde_json::Value;

const FEDRAMP: &str = "fedramp-incident-report-schema-2026-06-24.json";
const FEDRAMP_COMMON: &str = "fedramp-common-definitions-schema-2026-06-24.json";
const VERIS: &str = "verisc-merged.json";

fn read(name: &str) -> Option<Value> {
    let Some(folder) = std::env::var_os("SITROOM_SCHEMAS").map(PathBuf::from) else {
        eprintln!("SITROOM_SCHEMAS is not set: nothing is checked against {name}");
        return None;
    };
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("SITROOM_SCHEMAS has no {}: {error}", path.display());
    });
    Some(serde_json::from_str(&text).unwrap())
}

fn assert_valid(validator: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new(), "{value:#}");
}

/// Asserts that something is a FedRAMP incident report.
pub(crate) fn assert_fedramp(value: &Value) {
    let (Some(schema), Some(common)) = (read(FEDRAMP), read(FEDRAMP_COMMON)) else {
        return;
    };
    let id = common["$id"].as_str().unwrap();
    // The reports name definitions as if each were a file below the file: there is no `#`.
    let mut registry = jsonschema::Registry::new();
    for (name, definition) in common["$defs"].as_object().unwrap() {
        let uri = format!("{id}/$defs/{name}");
        registry = registry.add(&uri, definition.clone()).unwrap();
    }
    let registry = registry.prepare().unwrap();
    let options = jsonschema::options().with_registry(&registry);
    let validator = options
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    assert_valid(&validator, value);
}

/// Asserts that something is an incident of VERIS 1.4.
pub(crate) fn assert_veris(value: &Value) {
    let Some(schema) = read(VERIS) else {
        return;
    };
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert_valid(&validator, value);
}
