//! Many files and folders as one list.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::DumpError;

/// Files a backup folder carries that are never dumps.
fn is_hidden(path: &Path) -> bool {
    path.file_name().and_then(|n| n.to_str()).is_some_and(|name| {
        name.starts_with('.')
            || name.ends_with("-wal")
            || name.ends_with("-shm")
            || name.ends_with("-journal")
    })
}

/// A folder that is one dump, such as an iTunes backup.
pub(crate) fn is_backup_folder(path: &Path) -> bool {
    path.join("Manifest.db").is_file() || path.join("Manifest.mbdb").is_file()
}

/// Replaces folders by their files, in the order of their names, at any depth.
///
/// Hidden files and SQLite's side files are left out; a phone backup folder stays one input. Files given by name
/// come back as they are, in the order given, even when they do not exist: opening them says why.
///
/// # Errors
///
/// When a folder cannot be listed.
pub fn expand(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, DumpError> {
    let mut files = Vec::new();
    for input in inputs {
        if input.is_dir() && !is_backup_folder(input) {
            walk(input, &mut files, 0)?;
        } else {
            files.push(input.clone());
        }
    }
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>, depth: usize) -> Result<(), DumpError> {
    let at = |e: std::io::Error| DumpError::io(e).path(folder);
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(at)?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()
        .map_err(at)?;
    entries.sort();
    for path in entries.into_iter().filter(|p| !is_hidden(p)) {
        let is_link = path.symlink_metadata().is_ok_and(|m| m.is_symlink());
        if !path.is_dir() || is_backup_folder(&path) {
            files.push(path);
        } else if depth < 32 && !is_link {
            walk(&path, files, depth + 1)?;
        }
    }
    Ok(())
}
