//! Columns that stay straight where letters are two cells wide, as Hangul is.

use unicode_width::UnicodeWidthStr;

/// The width of the widest text, in cells of a terminal.
pub(super) fn widest<'t>(texts: impl IntoIterator<Item = &'t str>) -> usize {
    texts.into_iter().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// The text with as many spaces behind it as `cells` leave.
pub(super) fn padded(text: &str, cells: usize) -> String {
    format!("{text}{:1$}", "", cells.saturating_sub(text.width()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_takes_two_cells() {
        let column = ["답글 대기", "open"];
        assert_eq!(widest(column), 9);
        assert_eq!(column.map(|text| padded(text, 9)), ["답글 대기", "open     "]);
        assert_eq!(padded("too long", 3), "too long");
    }
}
