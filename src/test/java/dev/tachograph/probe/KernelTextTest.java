package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelTextTest {

    @Test
    void utf8IsTextAndTheRestStaysReadable() {
        assertThat(decode("plain".getBytes(UTF_8))).isEqualTo("plain");
        assertThat(decode("größe 日本 😀".getBytes(UTF_8))).isEqualTo("größe 日本 😀");
        assertThat(decode("a\u00ffb\u00fe".getBytes(ISO_8859_1))).isEqualTo("a\\xffb\\xfe");
    }

    @Test
    void aCharacterThatIsCutOffIsShownAsItsBytes() {
        byte[] euro = "€".getBytes(UTF_8);
        assertThat(KernelText.decode(euro, 0, 2)).isEqualTo("\\xe2\\x82");
    }

    @Test
    void surrogatesAndOverlongFormsAreNoUtf8() {
        assertThat(decode(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})).isEqualTo("\\xed\\xa0\\x80");
        assertThat(decode(new byte[] {(byte) 0xC0, (byte) 0x80})).isEqualTo("\\xc0\\x80");
    }

    @Test
    void onlyTheGivenStretchIsRead() {
        assertThat(KernelText.decode("(x)".getBytes(UTF_8), 1, 2)).isEqualTo("x");
        assertThat(KernelText.decode("x".getBytes(UTF_8), 1, 1)).isEmpty();
    }

    @Test
    void anyBytesAreText() {
        AnyBytes.giveAValue(List.of("größe 日本 😀", "a\nb\0c"), 50_000, bytes -> {
            String text = decode(bytes);
            assertThat(new String(text.getBytes(UTF_8), UTF_8)).isEqualTo(text); // no lone surrogates
        });
    }

    @Test
    void aCutKeepsWholeCharactersWithinTheBytes() {
        assertThat(KernelText.cut("abc", 3)).isEqualTo("abc");
        assertThat(KernelText.cut("abcd", 3)).isEqualTo("abc");
        assertThat(KernelText.cut("a€", 3)).isEqualTo("a");
        assertThat(KernelText.cut("a€", 4)).isEqualTo("a€");
        assertThat(KernelText.cut("abc😀", 6)).isEqualTo("abc");
        assertThat(KernelText.cut("ééé", 4)).isEqualTo("éé");
        assertThat(KernelText.cut("", 0)).isEmpty();
    }

    @Test
    void aCutNeverHasMoreBytes() {
        AnyBytes.giveAValue(List.of("größe 日本 😀 größe 日本 😀"), 20_000, bytes -> {
            String text = new String(bytes, UTF_8);
            for (int most = 0; most < 12; most++) {
                String cut = KernelText.cut(text, most);
                assertThat(cut.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(most);
                assertThat(text).startsWith(cut);
            }
        });
    }

    private static String decode(byte[] bytes) {
        return KernelText.decode(bytes, 0, bytes.length);
    }
}
