package io.ringfence.app.command;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands, each with what its one constructor asks for. */
final class Commands implements IFactory {
    private final List<Object> given;

    Commands(Console console, LoadedSettings settings) {
        this.given = List.of(console, settings);
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (!Callable.class.isAssignableFrom(type))
            return CommandLine.defaultFactory().create(type);
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        Object[] wanted = Arrays.stream(constructor.getParameterTypes()).map(this::find).toArray();
        return type.cast(constructor.newInstance(wanted));
    }

    private Object find(Class<?> wanted) {
        return given.stream().filter(wanted::isInstance).findFirst().orElseThrow();
    }
}
