//! Who is told.
//!
//! **Invariant:** pure.
