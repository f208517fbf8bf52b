//! Byte offsets as JavaScript counts them.

/// How far apart the marks are, in bytes.
const STEP: usize = 1024;

/// The UTF-16 offsets of a text at regular distances, so that any other one is near.
pub(super) struct Offsets<'t> {
    text: &'t str,
    /// Byte offsets on character boundaries, and the UTF-16 code units before them.
    marks: Vec<(usize, usize)>,
}

impl<'t> Offsets<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut marks = vec![(0, 0)];
        let (mut next, mut units) = (STEP, 0);
        for (offset, character) in text.char_indices() {
            if offset >= next {
                marks.push((offset, units));
                next = offset + STEP;
            }
            units += character.len_utf16();
        }
        Self { text, marks }
    }

    /// Returns the number of UTF-16 code units before a byte offset on a character boundary.
    pub(super) fn utf16(&self, offset: u32) -> usize {
        let offset = offset as usize;
        let index = self.marks.partition_point(|&(byte, _)| byte <= offset) - 1;
        let (byte, units) = self.marks[index];
        units + self.text[byte..offset].encode_utf16().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_is_the_number_of_code_units_before_it() {
        let text = "Größe: 𝄞 ".repeat(500);
        let offsets = Offsets::new(&text);
        for (offset, _) in text.char_indices() {
            let expected = text[..offset].encode_utf16().count();
            assert_eq!(offsets.utf16(u32::try_from(offset).expect("the text is short")), expected);
        }
    }
}
