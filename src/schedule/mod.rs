//! When a source is due next.
//!
//! **Invariant:** pure.
