import { describe, expect, it } from 'vitest';
import { visible } from '../src/data/visible';

describe('visible', () => {
  it.each([
    ['plain text, with spaces', 'plain text, with spaces'],
    ['\u001b[31mred', '␛[31mred'],
    ['a\tb\nc\rd\0e', 'a␉b␊c␍d␀e'],
    ['\u007f', '␡'],
    ['\u0085', '⟨U+0085⟩'],
    ['\u202egpj.exe', '⟨U+202E⟩gpj.exe'],
    ['\u2066x\u2069', '⟨U+2066⟩x⟨U+2069⟩'],
    ['\u061c', '⟨U+061C⟩'],
    ['ze\u200bro', 'ze⟨U+200B⟩ro'],
    ['\ufeff', '⟨U+FEFF⟩'],
    ['\u00ad', '⟨U+00AD⟩'],
    ['\u2028', '⟨U+2028⟩'],
    ['no\u00a0break', 'no⟨U+00A0⟩break'],
    ['\u3164', '⟨U+3164⟩'],
    ['\u2800', '⟨U+2800⟩'],
    ['\u{e0041}', '⟨U+E0041⟩'],
    ['\ud800', '⟨U+D800⟩'],
    ['日本語 день 🚀 é', '日本語 день 🚀 é'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ])('%j becomes %s', (text, expected) => expect(visible(text)).toBe(expected));

  it('leaves no control, bidi or zero-width character of the whole range', () => {
    const all = Array.from({ length: 0x11_0000 }, (_, codePoint) => String.fromCodePoint(codePoint)).join('');
    expect(visible(all)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u200b-\u200d\u2060\ufeff]/u);
  });
});
