package io.ringfence.laws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the rules of the protocol may import, so that a seed is a whole run: nothing that tells the
 * time, draws a number, does I/O, or walks a collection in an order that differs between two JVMs.
 */
final class ImportLaws {
    private static final Set<String> ALLOWED_TYPES =
            Set.of(
                    "java.nio.Buffer",
                    "java.nio.BufferOverflowException",
                    "java.nio.BufferUnderflowException",
                    "java.nio.ByteBuffer",
                    "java.nio.ByteOrder",
                    "java.nio.charset.Charset",
                    "java.nio.charset.StandardCharsets",
                    "java.util.AbstractList",
                    "java.util.ArrayDeque",
                    "java.util.ArrayList",
                    "java.util.Arrays",
                    "java.util.BitSet",
                    "java.util.Collection",
                    "java.util.Collections",
                    "java.util.Comparator",
                    "java.util.Deque",
                    "java.util.EnumMap",
                    "java.util.EnumSet",
                    "java.util.HexFormat",
                    "java.util.Iterator",
                    "java.util.List",
                    "java.util.ListIterator",
                    "java.util.Locale",
                    "java.util.Map",
                    "java.util.Map$Entry",
                    "java.util.NavigableMap",
                    "java.util.NavigableSet",
                    "java.util.NoSuchElementException",
                    "java.util.Objects",
                    "java.util.Optional",
                    "java.util.OptionalInt",
                    "java.util.OptionalLong",
                    "java.util.Queue",
                    "java.util.RandomAccess",
                    "java.util.Set",
                    "java.util.SortedMap",
                    "java.util.SortedSet",
                    "java.util.StringJoiner",
                    "java.util.TreeMap",
                    "java.util.TreeSet");

    private static final Set<String> ALLOWED_PACKAGES =
            Set.of("java.lang", "java.lang.annotation", "java.util.function", "java.util.stream");

    /** Of {@code java.lang}, what reaches the machine below or the other threads beside. */
    private static final Set<String> FORBIDDEN_TYPES =
            Set.of(
                    "java.lang.ClassLoader",
                    "java.lang.InheritableThreadLocal",
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.ProcessHandle",
                    "java.lang.Runtime",
                    "java.lang.System",
                    "java.lang.Thread",
                    "java.lang.ThreadGroup",
                    "java.lang.ThreadLocal");

    /** Of what is allowed, the functions with an order or an outcome of their own. */
    private static final Map<String, Set<String>> FORBIDDEN_FUNCTIONS =
            Map.ofEntries(
                    Map.entry("java.util.Set", Set.of("of", "copyOf")),
                    Map.entry("java.util.Map", Set.of("of", "ofEntries", "copyOf")),
                    Map.entry("java.util.Collections", Set.of("shuffle")),
                    Map.entry("java.lang.Math", Set.of("random")),
                    Map.entry("java.lang.StrictMath", Set.of("random")),
                    Map.entry("java.lang.String", Set.of("formatted")),
                    Map.entry("java.lang.Object", Set.of("wait", "notify", "notifyAll")),
                    Map.entry(
                            "java.util.stream.Collectors",
                            Set.of(
                                    "groupingByConcurrent",
                                    "toConcurrentMap",
                                    "toSet",
                                    "toUnmodifiableMap",
                                    "toUnmodifiableSet")));

    /** Collectors that make a hash map unless one of another kind is handed to them. */
    private static final Map<String, Integer> ARGUMENTS_WITH_A_MAP =
            Map.of("toMap", 4, "groupingBy", 3);

    /** Functions of a string that follow the machine's language unless they are handed a locale. */
    private static final Set<String> IN_SOME_LANGUAGE =
            Set.of("format", "toLowerCase", "toUpperCase");

    private static final Set<String> FORBIDDEN_OF_EVERY_STREAM =
            Set.of("parallel", "parallelStream", "unordered");

    private ImportLaws() {}

    /** Java's own values and ordered collections, and the package's own types: nothing else. */
    static ArchRule importsOnlyValues(String rules) {
        return classes()
                .that()
                .resideInAPackage(rules + "..")
                .should()
                .onlyDependOnClassesThat(
                        new DescribedPredicate<>("are values or ordered collections") {
                            @Override
                            public boolean test(JavaClass type) {
                                return isValue(type.getBaseComponentType(), rules);
                            }
                        });
    }

    /** No call whose outcome or order may differ from one JVM to the next. */
    static ArchRule callsNothingThatVaries(String rules) {
        return noClasses()
                .that()
                .resideInAPackage(rules + "..")
                .should()
                .accessTargetWhere(
                        new DescribedPredicate<JavaAccess<?>>("its outcome may vary") {
                            @Override
                            public boolean test(JavaAccess<?> access) {
                                return varies(access);
                            }
                        });
    }

    /** Only the message API for services knows that there are actors. */
    static ArchRule knowsAkkaOnlyIn(String api) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(api + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("akka..");
    }

    private static boolean isValue(JavaClass type, String rules) {
        String name = type.getName();
        String home = type.getPackageName();
        if (type.isPrimitive()) return true;
        if (FORBIDDEN_TYPES.contains(name)) return false;
        return ALLOWED_TYPES.contains(name)
                || ALLOWED_PACKAGES.contains(home)
                || home.equals(rules)
                || home.startsWith(rules + ".");
    }

    private static boolean varies(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        if (FORBIDDEN_FUNCTIONS.getOrDefault(owner, Set.of()).contains(name)) return true;
        if (owner.equals("java.util.stream.Collectors") && ARGUMENTS_WITH_A_MAP.containsKey(name)) {
            return parameters(access).size() < ARGUMENTS_WITH_A_MAP.get(name);
        }
        if (owner.equals("java.lang.String") && IN_SOME_LANGUAGE.contains(name)) {
            return parameters(access).stream().noneMatch(type -> type.isEquivalentTo(Locale.class));
        }
        return owner.startsWith("java.util.") && FORBIDDEN_OF_EVERY_STREAM.contains(name);
    }

    private static List<JavaClass> parameters(JavaAccess<?> access) {
        return ((AccessTarget.CodeUnitAccessTarget) access.getTarget()).getRawParameterTypes();
    }
}
