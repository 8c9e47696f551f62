//! What whole texts are read to.
