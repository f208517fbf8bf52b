//! Reading varints in place.

use crate::number::Number;

/// A position in the bytes of a table.
///
/// Behind the end there are zeros: a damaged table yields wrong facts, never a panic. Whoever reads a counted list stops
/// at the end of the bytes, see [`Self::is_at_end`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(bytes: &'t [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    pub(crate) fn offset(self) -> usize {
        self.at
    }

    pub(crate) fn is_at_end(self) -> bool {
        self.at >= self.bytes.len()
    }

    pub(crate) fn skip(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.bytes.len());
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.skip(1);
        byte
    }

    #[inline]
    pub(crate) fn varint(&mut self) -> u64 {
        // Nearly all numbers are below 128.
        if let Some(&byte) = self.bytes.get(self.at)
            && byte < 0x80
        {
            self.at += 1;
            return u64::from(byte);
        }
        self.long_varint()
    }

    fn long_varint(&mut self) -> u64 {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        value
    }

    pub(crate) fn index(&mut self) -> usize {
        usize::try_from(self.varint()).unwrap_or(usize::MAX)
    }

    pub(crate) fn small(&mut self) -> u32 {
        u32::try_from(self.varint()).unwrap_or(u32::MAX)
    }

    /// The next `count` bytes, or fewer at the end.
    pub(crate) fn take(&mut self, count: usize) -> &'t [u8] {
        let start = self.at.min(self.bytes.len());
        self.skip(count);
        &self.bytes[start..self.at]
    }

    pub(crate) fn number(&mut self) -> Number {
        let digits = zigzag(self.varint());
        let exponent = i32::try_from(zigzag(self.varint())).unwrap_or(0);
        Number::new(digits, exponent)
    }
}

fn zigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}
