//! Reads anything as a date.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| reviewd_fuzz::read_dates(data));
