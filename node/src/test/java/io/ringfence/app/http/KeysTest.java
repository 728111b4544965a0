package io.ringfence.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /v1/registry/k                        | k
                    /v1/registry/a/b//c/                  | a/b//c/
                    /v1/registry/a%2Fb?timeout=1s         | a/b
                    /v1/registry/a%3Fb%25                 | a?b%
                    /v1/registry/a+b%20c                  | a+b c
                    /v1/registry/%C3%A9                   | é
                    /v1/registry/%EF%BF%BD                | \ufffd
                    /v1/registry/%2E%2E                   | ..
                    http://host:1/v1/registry/k           | k
                    http://host/v1/registry/k?x=http://y/ | k
                    """)
    void aKeyIsWhatFollowsTheRegistrysPath(String target, String key) {
        assertThat(Keys.inTarget(target)).contains(key);
    }

    @ParameterizedTest
    @CsvSource({
        "%FF,not UTF-8",
        "%C3,not UTF-8",
        "%,stands alone",
        "a%2,stands alone",
        "%zz,alone"
    })
    void aKeyThatIsNotPercentEncodedUtf8IsRefused(String key, String sentence) {
        assertThatThrownBy(() -> Keys.inTarget("/v1/registry/" + key))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(sentence);
    }
}
