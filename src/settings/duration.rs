//! Lengths of time as an owner writes them: a number and a unit.

use jiff::SignedDuration;

use super::{Located, Section};

const UNITS: [(&str, i64); 4] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

/// Reads "90s", "10m", "24h", "7d" or a sequence of them ("1h30m"); `None` for anything else.
pub fn parse_duration(text: &str) -> Option<SignedDuration> {
    let mut total: i64 = 0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest[..digits].parse().ok()?;
        let (unit, seconds) = UNITS.iter().find(|(unit, _)| rest[digits..].starts_with(unit))?;
        total = total.checked_add(number.checked_mul(*seconds)?)?;
        rest = rest[digits + unit.len()..].trim_start();
    }
    Some(SignedDuration::from_secs(total))
}

/// The same, written: "1h30m"; whole days from two days on ("7d").
pub fn format_duration(duration: SignedDuration) -> String {
    let mut left = duration.as_secs();
    if left == 0 {
        return "0s".to_owned();
    }
    let mut out = String::new();
    if left < 0 {
        out.push('-');
        left = -left;
    }
    for (unit, seconds) in UNITS {
        if unit == "d" && (left < 2 * seconds || left % seconds != 0) {
            continue;
        }
        if left >= seconds {
            out.push_str(&format!("{}{unit}", left / seconds));
            left %= seconds;
        }
    }
    out
}

impl Section<'_> {
    /// A length of time such as "90s", "10m", "24h" or "7d", within bounds, both included.
    pub fn duration(
        &mut self,
        key: &'static str,
        min: SignedDuration,
        max: SignedDuration,
    ) -> Option<Located<SignedDuration>> {
        let text = self.string(key)?;
        let value = self.checked_duration(key, &text, min, max)?;
        Some(Located { value, span: text.span })
    }

    /// A length of time within bounds, or "off", which is `None`.
    pub fn duration_or_off(
        &mut self,
        key: &'static str,
        min: SignedDuration,
        max: SignedDuration,
    ) -> Option<Located<Option<SignedDuration>>> {
        let text = self.string(key)?;
        let value = match text.value.as_str() {
            "off" => None,
            _ => Some(self.checked_duration(key, &text, min, max)?),
        };
        Some(Located { value, span: text.span })
    }

    /// A list of lengths of time.
    pub fn durations(
        &mut self,
        key: &'static str,
        min: SignedDuration,
        max: SignedDuration,
    ) -> Option<Vec<Located<SignedDuration>>> {
        let texts = self.strings(key)?;
        let read = texts.into_iter().filter_map(|text| {
            let value = self.checked_duration(key, &text, min, max)?;
            Some(Located { value, span: text.span })
        });
        Some(read.collect())
    }

    fn checked_duration(
        &self,
        key: &str,
        text: &Located<String>,
        min: SignedDuration,
        max: SignedDuration,
    ) -> Option<SignedDuration> {
        let (low, high) = (format_duration(min), format_duration(max));
        match parse_duration(&text.value) {
            Some(value) if (min..=max).contains(&value) => return Some(value),
            Some(_) => self.error(
                text.span.clone(),
                format!(
                    "`{}` is {:?}; allowed: {low} to {high}, both included",
                    self.name(key),
                    text.value
                ),
                None,
            ),
            None => self.error(
                text.span.clone(),
                format!("`{}` is {:?}, which is no length of time", self.name(key), text.value),
                Some(
                    "write a number and s, m, h or d, as in \"90s\", \"10m\", \"24h\", \"7d\""
                        .to_owned(),
                ),
            ),
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_written() {
        for (text, seconds) in
            [("90s", 90), ("10m", 600), ("24h", 86_400), ("7d", 604_800), ("1h30m", 5_400)]
        {
            assert_eq!(parse_duration(text), Some(SignedDuration::from_secs(seconds)), "{text}");
        }
        for text in [
            "",
            "h",
            "10",
            "10 minutes",
            "-5m",
            "1.5h",
            "99999999999999999999d",
            "9223372036854775807d",
        ] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_written_as_an_owner_would() {
        for (seconds, text) in [
            (0, "0s"),
            (90, "1m30s"),
            (86_400, "24h"),
            (172_800, "2d"),
            (100_000, "27h46m40s"),
            (-60, "-1m"),
        ] {
            assert_eq!(format_duration(SignedDuration::from_secs(seconds)), text);
        }
    }
}
