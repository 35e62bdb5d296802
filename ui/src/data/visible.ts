/**
 * Text from the host, made safe to look at. Names, command lines and units are chosen by whoever runs a process;
 * characters that hide, reorder or fake text are therefore written out. Injection is no matter here: the page puts
 * text into text nodes only.
 */

const CONTROL_PICTURES = 0x2400;
const DELETE = 0x7f;

/**
 * Controls, lone surrogates, whatever Unicode draws as nothing (zero-width characters, bidi marks and overrides,
 * variation selectors, tags), interlinear annotation, line and paragraph separators, the blank Braille pattern, and
 * every space that is not U+0020.
 */
const HIDDEN =
  /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u{FFF9}-\u{FFFB}\p{Zl}\p{Zp}\u{2800}]|(?! )\p{Zs}/gu;

/** `\x1b` becomes `␛`, a right-to-left override `⟨U+202E⟩`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => written(character.codePointAt(0)!));
}

function written(codePoint: number): string {
  if (codePoint < 0x20) {
    return String.fromCodePoint(CONTROL_PICTURES + codePoint);
  }
  if (codePoint === DELETE) {
    return '␡';
  }
  return `⟨U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
