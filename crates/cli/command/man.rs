//! `smsift man`: the manual page, all commands in one.

use std::io::{self, Write as _};

use clap::{Command, CommandFactory as _};

use crate::args::Cli;
use crate::failure::{Failure, Success};

/// Runs the command.
pub(crate) fn run() -> Result<Success, Failure> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        section(sub, &mut page)?;
        for sub in sub.get_subcommands().filter(|sub| sub.get_name() != "help") {
            section(sub, &mut page)?;
        }
    }
    io::stdout().write_all(&page)?;
    Ok(Success::Done)
}

/// A command as a section of the one page.
fn section(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let name = command.get_bin_name().unwrap_or(command.get_name());
    let man = clap_mangen::Man::new(command.clone());
    writeln!(page, ".SH \"{}\"", name.to_uppercase())?;
    let mut body = Vec::new();
    man.render_description_section(&mut body)?;
    man.render_synopsis_section(&mut body)?;
    man.render_options_section(&mut body)?;
    // Sections of the command become subsections of the page.
    for line in String::from_utf8_lossy(&body).lines().filter(|line| *line != ".SH DESCRIPTION") {
        writeln!(page, "{}", line.replacen(".SH ", ".SS ", 1))?;
    }
    Ok(())
}
