package io.ringfence.multijvm;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives stories a cluster, settled before each of them, and puts the end of its logs into the
 * message of one that fails. Classes that want the same cluster, one after the other, share it;
 * there is never more than one.
 */
final class ClusterExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                ParameterResolver,
                TestExecutionExceptionHandler {
    private static final Namespace HERE = Namespace.create(ClusterExtension.class);

    private static TestCluster cluster;
    private static ClusterPlan running;

    private final ClusterPlan plan;

    ClusterExtension(ClusterPlan plan) {
        this.plan = plan;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(HERE).put("end", (AutoCloseable) ClusterExtension::end);
        if (!plan.equals(running)) end();
    }

    private static void end() {
        if (cluster != null) cluster.close();
        cluster = null;
        running = null;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (cluster == null) start();
        try {
            cluster.settle();
        } catch (RuntimeException | AssertionError e) {
            AssertionError told = cluster.withLogs(e);
            end();
            throw told;
        }
    }

    private void start() {
        long began = System.nanoTime();
        cluster = TestCluster.start(plan);
        running = plan;
        long millis = (System.nanoTime() - began) / 1_000_000;
        Report.line("%s: %d nodes formed in %d ms", plan.name(), plan.replicas().size(), millis);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
        throw cluster.withLogs(failure);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster;
    }
}
