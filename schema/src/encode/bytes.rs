//! Writing varints.

use crate::number::Number;

/// Bytes that are being written.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Bytes(Vec<u8>);

impl Bytes {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn into_vec(self) -> Vec<u8> {
        self.0
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn extend(&mut self, other: &Self) {
        self.raw(&other.0);
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Four bytes. What is written is smaller than the table, whose length is checked.
    pub(super) fn fixed(&mut self, value: usize) {
        self.raw(&(value as u32).to_le_bytes());
    }

    pub(super) fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.byte((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.byte(value as u8);
    }

    pub(super) fn count(&mut self, count: usize) {
        self.varint(count as u64);
    }

    /// A length and the text itself.
    pub(super) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.raw(text.as_bytes());
    }

    pub(super) fn number(&mut self, number: Number) {
        self.varint(zigzag(number.digits()));
        self.varint(zigzag(i64::from(number.exponent())));
    }
}

/// Small negative numbers become small, too.
fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}
