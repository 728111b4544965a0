package io.ringfence.app.demo;

import io.ringfence.app.demo.NodeProbe.Leadership;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Tells, once the group serves, where it is and what there is to try. */
final class DemoGuide {
    private static final int URL_DEFAULT_PORT = 8081;

    private DemoGuide() {}

    static void print(
            DemoSettings settings,
            List<DemoNode> nodes,
            Optional<Leadership> leadership,
            PrintStream out) {
        String leader = leadership.map(Leadership::replica).orElse("");
        out.println();
        for (DemoNode node : nodes) {
            String leads = node.replica().equals(leader) ? "  leads" : "";
            out.printf(
                    "  %s  pid %-7d  %s  %s%s%n",
                    node.replica(), node.pid(), node.url(), node.log(), leads);
        }
        out.printf("%nStatus page: %s/%n%nTry, in another terminal:%n%n", nodes.get(0).url());
        boolean plain = settings.httpPort() == URL_DEFAULT_PORT;
        String url = plain ? "" : " --url " + nodes.get(0).url();
        out.printf("  ./ringfence put greeting hello%s%n", url);
        out.printf("  ./ringfence get greeting%s%n", url);
        out.printf("  ./ringfence status --watch%s%n", url);
        out.printf("  ./ringfence bench write%s%n", url);
        nodes.stream()
                .filter(node -> node.replica().equals(leader))
                .findFirst()
                .ifPresent(node -> out.printf("  kill -9 %d%n%n%s%n", node.pid(), AFTER_KILL));
        out.printf(
                "%nCtrl-C stops everything; what is stored stays in %s%n%n", settings.directory());
    }

    private static final String AFTER_KILL =
            """
            The last one kills the leader. Another replica leads soon, in a higher epoch, and all
            that was stored is there. The killed node is started again by itself, and follows.\
            """;
}
