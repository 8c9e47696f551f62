//! Bytes become the text their author saw, on samples that others collected.
