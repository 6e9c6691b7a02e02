//! Columns of text that line up, Han included.

use super::text::width;

/// Rows of cells. The first column is set flush left, the others flush right unless they are words.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    rows: Vec<Vec<String>>,
    all_left: bool,
}

impl Grid {
    /// A grid of words: every column is set flush left.
    pub(crate) fn left() -> Self {
        Self { all_left: true, ..Self::default() }
    }

    pub(crate) fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// The rows as lines, without trailing blanks.
    pub(crate) fn render(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |row: &Vec<String>, i: usize| row.get(i).map_or(0, |cell| width(cell));
        let widths: Vec<usize> =
            (0..columns).map(|i| self.rows.iter().map(|row| cell(row, i)).max().unwrap_or(0)).collect();
        let mut out = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for (i, text) in row.iter().enumerate() {
                let blank = " ".repeat(widths[i] - width(text));
                line.push_str(if i == 0 { "" } else { "  " });
                let (before, after) = if i == 0 || self.all_left { ("", &*blank) } else { (&*blank, "") };
                line.extend([before, text, after]);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}
