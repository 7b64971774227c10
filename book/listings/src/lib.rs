//! Every Bad/Good pair of the book, compiled and tested.
