package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    @TempDir
    private Path folder;

    private TokenFile token;

    @BeforeEach
    void settle() {
        token = new TokenFile(folder.resolve("token"));
    }

    @Test
    void aTokenIsMadeOnceAndIsTheOwnersAlone() throws Exception {
        assertThat(token.token()).isNull();
        assertThat(token.isToken("null")).isFalse();
        String made = token.createIfMissing().orElseThrow();
        assertThat(made).matches("[0-9a-f]{64}");
        assertThat(token.createIfMissing()).isEmpty();
        assertThat(token.read()).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherTokenCountsAtOnce() throws Exception {
        Set<String> all = new HashSet<>();
        String before = "";
        for (int i = 0; i < 20; i++) {
            String now = token.renew();
            assertThat(token.isToken(now)).isTrue();
            assertThat(token.isToken(before)).isFalse();
            assertThat(all.add(token.mark())).isTrue();
            before = now;
        }
        Files.delete(token.path());
        assertThat(token.isToken(before)).isFalse();
    }

    @Test
    void onlyTheWholeTokenIsTheToken() throws Exception {
        String made = token.renew();
        for (String wrong : new String[] {
            "", made.substring(1), made + "0", made.toUpperCase(Locale.ROOT) + " ", " " + made, made + "\n"
        }) {
            assertThat(token.isToken(wrong)).as(wrong).isFalse();
        }
    }

    @Test
    void whatIsNoTokenIsRefusedWithoutSayingIt() throws Exception {
        Files.writeString(token.path(), "hunter2\n");
        assertThatThrownBy(token::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at least 16")
                .hasMessageNotContaining("hunter2");
        assertThat(token.isToken("hunter2")).isFalse();
        Files.writeString(token.path(), "correct horse battery staple\n");
        assertThatThrownBy(token::read).hasMessageContaining("ASCII").hasMessageNotContaining("horse");
    }
}
