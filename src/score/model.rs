//! The model file: two tables of one-byte weights, read in place.
//!
//! **Invariant:** knows numbers; what they mean for a verdict is decided elsewhere.

use std::borrow::Cow;

use super::gram;
use super::normal::Normal;

const MAGIC: &[u8; 8] = b"reviewd\x01";
/// Magic, the troll threshold, and four numbers for each head.
const HEADER: usize = 8 + 4 + 2 * 16;
/// How many weights a head may have.
pub(crate) const SIZES: std::ops::RangeInclusive<usize> = 1_000..=16_000_000;

/// Why bytes are no model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// They do not begin like one.
    #[error("read the model: it does not begin with the mark of a reviewd model of this version")]
    Magic,
    /// They are too few or too many.
    #[error("read the model: it has {found} bytes, its header asks for {expected}")]
    Length {
        /// Bytes that are there.
        found: usize,
        /// Bytes that the header asks for.
        expected: usize,
    },
    /// A number in the header cannot be.
    #[error("read the model: its {0} is impossible")]
    Number(&'static str),
}

/// The log-odds of a text, yes and no being equally likely before it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Odds {
    pub(crate) complaint: f64,
    pub(crate) troll: f64,
    /// What turns a gram's weight into its part of `complaint`.
    pub(crate) complaint_scale: f64,
    /// What turns a gram's weight into its part of `troll`.
    pub(crate) troll_scale: f64,
}

/// A head in the making: learned weights with their calibration.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    weights: Vec<u8>,
    peak: f32,
    pub(crate) slope: f32,
    pub(crate) offset: f32,
}

impl Head {
    /// Rounds learned weights to one byte each.
    pub(crate) fn new(weights: &[f32]) -> Self {
        let peak = weights.iter().fold(1e-6_f32, |peak, w| peak.max(w.abs()));
        let weights = weights.iter().map(|&w| to_byte(w, peak)).collect();
        Self { weights, peak, slope: 1.0, offset: 0.0 }
    }

    /// The sum of a text's weights before calibration.
    pub(crate) fn raw(&self, text: &str) -> f64 {
        let (table, size) = (expand(self.peak), self.weights.len());
        let (mut sum, mut count) = (0.0_f32, 0_u32);
        gram::each(&Normal::of(text), |hash, _| {
            sum += table[usize::from(self.weights[gram::slot(hash, size)])];
            count += 1;
        });
        f64::from(sum) / f64::from(count.max(1)).sqrt()
    }

    /// Calibrated log-odds.
    pub(crate) fn odds(&self, text: &str) -> f64 {
        f64::from(self.slope) * self.raw(text) + f64::from(self.offset)
    }
}

/// One byte for a weight: the sign and the square root of its size, so that small weights keep
/// their differences.
fn to_byte(weight: f32, peak: f32) -> u8 {
    let size = (weight.abs() / peak).sqrt() * 127.0;
    let signed = (size.round() as i8) * if weight < 0.0 { -1 } else { 1 };
    signed.cast_unsigned()
}

/// What each byte stands for.
fn expand(peak: f32) -> [f32; 256] {
    std::array::from_fn(|byte| {
        let signed = f32::from((byte as u8).cast_signed()) / 127.0;
        signed * signed.abs() * peak
    })
}

/// The model file for two heads and the log-odds from which a text is troll.
pub(crate) fn encode(complaint: &Head, troll: &Head, troll_from: f32) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(troll_from.to_le_bytes());
    for head in [complaint, troll] {
        let size = u32::try_from(head.weights.len()).expect("a recipe allows no more weights");
        out.extend(size.to_le_bytes());
        for number in [head.peak, head.slope, head.offset] {
            out.extend(number.to_le_bytes());
        }
    }
    out.extend(&complaint.weights);
    out.extend(&troll.weights);
    out
}

/// A loaded head: where its weights stand in the file and how to read them.
#[derive(Clone, Debug)]
struct Loaded {
    from: usize,
    size: usize,
    table: [f32; 256],
    slope: f64,
    offset: f64,
}

/// A loaded model; its weights stay where they are.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    bytes: Cow<'static, [u8]>,
    complaint: Loaded,
    troll: Loaded,
    troll_from: f32,
}

impl Model {
    /// Reads a model file.
    ///
    /// # Errors
    /// When the bytes are not one that this version wrote.
    pub(crate) fn load(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ModelError> {
        let bytes = bytes.into();
        if !bytes.starts_with(MAGIC) {
            return Err(ModelError::Magic);
        }
        if bytes.len() < HEADER {
            return Err(ModelError::Length { found: bytes.len(), expected: HEADER });
        }
        let number = |at: usize| {
            f32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let head = |at: usize, from: usize| {
            let size = number(at).to_bits() as usize;
            let [peak, slope, offset] = [number(at + 4), number(at + 8), number(at + 12)];
            if !SIZES.contains(&size) {
                return Err(ModelError::Number("size"));
            }
            if ![peak, slope, offset].iter().all(|n| n.is_finite()) {
                return Err(ModelError::Number("calibration"));
            }
            let (slope, offset) = (f64::from(slope), f64::from(offset));
            Ok(Loaded { from, size, table: expand(peak), slope, offset })
        };
        let complaint = head(12, HEADER)?;
        let troll = head(28, HEADER + complaint.size)?;
        let (expected, troll_from) = (troll.from + troll.size, number(8));
        if bytes.len() != expected {
            return Err(ModelError::Length { found: bytes.len(), expected });
        }
        if !troll_from.is_finite() {
            return Err(ModelError::Number("troll threshold"));
        }
        Ok(Self { bytes, complaint, troll, troll_from })
    }

    /// The log-odds from which a text is troll.
    pub(crate) fn troll_from(&self) -> f32 {
        self.troll_from
    }

    /// Reads a text without saying why.
    pub(crate) fn odds(&self, text: &str) -> Odds {
        self.read(&Normal::of(text), |_, _, _| {})
    }

    fn weight(&self, head: &Loaded, hash: u32) -> f32 {
        head.table[usize::from(self.bytes[head.from + gram::slot(hash, head.size)])]
    }

    /// Reads a text and shows the weights of each stretch of it for both heads; times the scales of
    /// the outcome they are log-odds.
    pub(crate) fn read(
        &self,
        text: &Normal,
        mut show: impl FnMut(std::ops::Range<usize>, f32, f32),
    ) -> Odds {
        let (mut complaint, mut troll, mut count) = (0.0_f32, 0.0_f32, 0_u32);
        gram::each(text, |hash, span| {
            let (c, t) = (self.weight(&self.complaint, hash), self.weight(&self.troll, hash));
            complaint += c;
            troll += t;
            count += 1;
            show(span, c, t);
        });
        let scale = 1.0 / f64::from(count.max(1)).sqrt();
        let complaint_scale = self.complaint.slope * scale;
        let troll_scale = self.troll.slope * scale;
        Odds {
            complaint: complaint_scale * f64::from(complaint) + self.complaint.offset,
            troll: troll_scale * f64::from(troll) + self.troll.offset,
            complaint_scale,
            troll_scale,
        }
    }
}
