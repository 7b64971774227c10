//! Tests of the press, in one binary: each one links all of mdBook.

mod agenda;
mod blocks;
mod browser;
mod command;
mod fixture;
mod good_book;
mod listings;
mod mistakes;
mod model;
mod server;
mod this_book;
mod widgets;
