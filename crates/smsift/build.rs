//! Compiles the bundled rules, so that a program that uses them need not: the result goes into the library as it is.
//!
//! The compiler of rules is part of the library and stays there alone: this script takes in its files as modules of
//! its own, under the same names. It needs neither the scanner nor the segmenter.
#![allow(dead_code, unused_imports, reason = "the library uses what the script does not")]
#![allow(unreachable_pub, reason = "what is public in the library is not in a program")]

#[cfg(feature = "bundled")]
#[path = "src/automaton/mod.rs"]
mod automaton;
#[cfg(feature = "bundled")]
#[path = "src/label.rs"]
mod label;
#[cfg(feature = "bundled")]
#[path = "src/normalize/mod.rs"]
mod normalize;
#[cfg(feature = "bundled")]
#[path = "src/ruleset/mod.rs"]
mod ruleset;
#[cfg(feature = "bundled")]
#[path = "src/sense/added.rs"]
mod sense_added;
#[cfg(feature = "bundled")]
#[path = "src/table.rs"]
mod table;
#[cfg(feature = "bundled")]
#[path = "src/types/mod.rs"]
mod types;

/// The segmenter is loaded by the library, if it is needed at all.
#[cfg(feature = "bundled")]
mod sense {
    pub(crate) use crate::sense_added::{DICTIONARY, Sense};

    pub(crate) type Segmenter = ();
}

#[cfg(not(feature = "bundled"))]
fn main() {}

#[cfg(feature = "bundled")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What else this script depends on are its modules and crates: when they change it is built anew, and run.
    println!("cargo::rerun-if-changed=build.rs");
    let sources = smsift_data::RULE_FILES.iter().map(|(name, text)| ruleset::Source::new(*name, *text));
    let packed = match ruleset::RuleSet::compile_as(smsift_data::VERSION, sources, normalize::Steps::all()) {
        Ok(rules) => postcard::to_allocvec(&*rules.inner)?,
        // The library compiles the rules when it finds nothing here, and whoever asks for them reads the faults.
        Err(faults) => {
            for fault in faults.iter() {
                println!("cargo::warning={}:{}:{}: {}", fault.file, fault.line, fault.column, fault.message);
            }
            Vec::new()
        }
    };
    let folder = std::env::var_os("OUT_DIR").ok_or("cargo names a folder for the output")?;
    std::fs::write(std::path::Path::new(&folder).join("rules.bin"), packed)?;
    Ok(())
}
