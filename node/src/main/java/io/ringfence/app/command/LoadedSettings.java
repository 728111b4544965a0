package io.ringfence.app.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.util.Optional;

/**
 * The settings of this process.
 *
 * @param path of the operator's file
 * @param file those of the operator's file alone
 * @param all those, over {@code application.conf} and the reference configuration
 */
record LoadedSettings(Optional<File> path, Config file, Config all) {
    /**
     * @throws com.typesafe.config.ConfigException when the file cannot be read
     */
    static LoadedSettings of(Optional<File> path) {
        ConfigParseOptions strict = ConfigParseOptions.defaults().setAllowMissing(false);
        Config read =
                path.map(f -> ConfigFactory.parseFile(f, strict)).orElse(ConfigFactory.empty());
        return new LoadedSettings(path, read, ConfigFactory.load(read));
    }
}
