//! Colours, or the lack of them.

use std::io;

use anstream::AutoStream;
use clap::ColorChoice;
use clap::builder::styling::{AnsiColor, Style};
use smsift::{Category, Intensity};

/// Turns styles on and off. Without colour, evidence is set in 「」 instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Palette {
    /// Escape sequences may be written.
    pub(crate) colour: bool,
}

impl Palette {
    /// Colours for standard output, as the user asked for them.
    pub(crate) fn for_stdout(choice: ColorChoice) -> Self {
        let colour = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        };
        Self { colour }
    }

    /// No colours, for files.
    pub(crate) const PLAIN: Self = Self { colour: false };

    /// The text in a style.
    pub(crate) fn paint(self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{}{text}{}", style.render(), style.render_reset())
        } else {
            text.to_owned()
        }
    }

    /// How a category looks; for collection pressure by its intensity.
    pub(crate) fn category(category: Category, intensity: Intensity) -> Style {
        match (category, intensity) {
            (Category::CollectionPressure, Intensity::Severe) => AnsiColor::BrightRed.on_default().bold(),
            (Category::CollectionPressure, Intensity::Strong) => AnsiColor::Red.on_default(),
            (Category::CollectionPressure, _) => AnsiColor::Yellow.on_default(),
            (Category::RepaymentReminder, _) => AnsiColor::Cyan.on_default(),
            (Category::Marketing, _) => AnsiColor::Magenta.on_default(),
            _ => Style::new().dimmed(),
        }
    }

    /// What is less important than the rest.
    pub(crate) const DIM: Style = Style::new().dimmed();
    /// Titles.
    pub(crate) const BOLD: Style = Style::new().bold();
    /// The words that count.
    pub(crate) const EVIDENCE: Style = Style::new().bold().underline();

    /// What opens and closes evidence.
    pub(super) fn evidence_marks(self) -> (String, String) {
        if self.colour {
            (Self::EVIDENCE.render().to_string(), Self::EVIDENCE.render_reset().to_string())
        } else {
            ("「".to_owned(), "」".to_owned())
        }
    }
}
