//! Progress on a terminal, and words on standard error that do not disturb it.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What people see on standard error while a command runs.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Progress over `bytes` of input, drawn only on a terminal and only if `wanted`. Nothing is drawn when data go to
    /// the same terminal.
    pub(crate) fn new(wanted: bool, bytes: u64, output_is_terminal: bool) -> Self {
        if !wanted || output_is_terminal || !io::stderr().is_terminal() {
            return Self::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
        let template = if bytes > 0 {
            "{spinner} {percent:>3}% {wide_bar} {msg} {elapsed}"
        } else {
            "{spinner} {msg} {elapsed}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar }
    }

    /// No progress.
    pub(crate) fn hidden() -> Self {
        Self { bar: ProgressBar::hidden() }
    }

    /// Bytes of input read so far.
    pub(crate) fn bytes(&self, bytes: u64) {
        self.bar.set_position(bytes);
    }

    /// Messages put out so far.
    pub(crate) fn messages(&self, messages: u64) {
        if !self.bar.is_hidden() {
            self.bar.set_message(messages.to_string());
        }
    }

    /// Writes a line to standard error. Nothing can be done when that is closed.
    pub(crate) fn say(&self, line: &str) {
        self.bar.suspend(|| {
            let _ = writeln!(io::stderr(), "{line}");
        });
    }

    /// Takes the progress off the terminal.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
