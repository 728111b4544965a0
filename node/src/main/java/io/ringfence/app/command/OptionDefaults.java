package io.ringfence.app.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What an option is when it is not given: its environment variable, else its setting. {@code
 * --http-port} of {@code node} is {@code RINGFENCE_HTTP_PORT}, then {@code
 * ringfence.node.http-port}; what the clients share is in {@code ringfence.client}.
 */
final class OptionDefaults implements IDefaultValueProvider {
    private final Config config;
    private final Map<String, String> environment;

    OptionDefaults(Config config, Map<String, String> environment) {
        this.config = config;
        this.environment = environment;
    }

    @Override
    public String defaultValue(ArgSpec arg) {
        if (!(arg instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        String name = option.longestName().replaceFirst("^--", "");
        return Optional.ofNullable(environment.get(variable(name)))
                .or(() -> setting(option.command().qualifiedName(".") + "." + name))
                .or(() -> setting("ringfence.client." + name))
                .orElse(null);
    }

    static String variable(String option) {
        return "RINGFENCE_" + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private Optional<String> setting(String path) {
        if (!config.hasPath(path)) return Optional.empty();
        ConfigValue value = config.getValue(path);
        if (value.valueType() != ConfigValueType.LIST) return Optional.of(config.getString(path));
        List<?> all = (List<?>) value.unwrapped();
        return Optional.of(all.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
}
