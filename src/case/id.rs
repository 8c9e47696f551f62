//! The number of a case, and the short code people see and type.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A case's number, shown as a code of at least four letters and digits (`A7K2`) that is easy to tell
/// from its neighbours' and holds no letter that reads as a digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub i64);

/// A text that is no case's code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no case code: it looks like A7K2, as in the subject of its mails")]
pub struct InvalidCaseId(String);

/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Codes of four characters hold 2^20 numbers; later ones grow by a character at a time.
const BLOCK: u64 = 1 << 20;
/// Odd, so multiplication by it modulo [`BLOCK`] is a bijection; it keeps neighbours apart.
const SPREAD: u64 = 0x9_E3B5;
/// The inverse of [`SPREAD`] modulo [`BLOCK`].
const GATHER: u64 = inverse(SPREAD);

const fn inverse(odd: u64) -> u64 {
    // Newton's iteration doubles the correct low bits each time: 5 are enough for 64.
    let mut x = odd;
    let mut i = 0;
    while i < 5 {
        x = x.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(x)));
        i += 1;
    }
    x % BLOCK
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.0.unsigned_abs();
        let mixed = (number % BLOCK) * SPREAD % BLOCK;
        let mut digits = Vec::new();
        let mut high = number / BLOCK;
        while high > 0 {
            digits.push(ALPHABET[(high % 32) as usize]);
            high /= 32;
        }
        digits.reverse();
        digits.extend([15, 10, 5, 0].map(|shift| ALPHABET[(mixed >> shift & 31) as usize]));
        f.write_str(&String::from_utf8_lossy(&digits))
    }
}

impl FromStr for CaseId {
    type Err = InvalidCaseId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidCaseId(text.chars().take(40).collect());
        let code = text.trim().trim_start_matches('#').to_ascii_uppercase();
        if code.len() < 4 || code.len() > 12 {
            return Err(invalid());
        }
        let mut value: u64 = 0;
        for byte in code.bytes() {
            // As Crockford advises, letters that read as a digit mean the digit.
            let byte = match byte {
                b'O' => b'0',
                b'I' | b'L' => b'1',
                other => other,
            };
            let digit = ALPHABET.iter().position(|a| *a == byte).ok_or_else(invalid)?;
            value = value * 32 + digit as u64;
        }
        let number = value / BLOCK * BLOCK + (value % BLOCK) * GATHER % BLOCK;
        i64::try_from(number).map(Self).map_err(|_| invalid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back_to_its_case() {
        for number in (0..5_000).chain([BLOCK as i64 - 1, BLOCK as i64, 5_000_000_000]) {
            let code = CaseId(number).to_string();
            assert!(code.len() >= 4, "{code}");
            assert_eq!(code.parse(), Ok(CaseId(number)), "{code}");
            assert_eq!(format!("#{}", code.to_lowercase()).parse(), Ok(CaseId(number)), "{code}");
        }
    }

    #[test]
    fn a_typing_error_is_refused() {
        for text in ["", "A7", "A7K!", "한글코드", "AAAAAAAAAAAAAAAA"] {
            assert!(text.parse::<CaseId>().is_err(), "{text}");
        }
    }
}
